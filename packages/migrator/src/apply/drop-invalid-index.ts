import { runOrThrow } from '../connection/script-query.ts';
import { flattenStatement } from '../sql/flatten-statement.ts';
import { NAME } from '../sql/relation-name.ts';
import type { SqlStatement } from '../sql/sql-statement.ts';
import type { MigrationEvent } from './migration-event.ts';
import type { RunningStep } from './running-step.ts';

const CONCURRENT_BUILD = new RegExp(
  `^create (?:unique )?index concurrently (?:if not exists )?(?<index>${NAME}) on (?:only )?(?<table>${NAME})`,
);

const FIND_INVALID = `
  SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS index
  FROM pg_catalog.pg_index i
  JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT i.indisvalid AND i.indrelid = pg_catalog.to_regclass($1)
    AND c.relname = (pg_catalog.parse_ident($2))[1]`;

/**
 * A `CREATE INDEX CONCURRENTLY` that fails leaves an index that slows writes,
 * serves no query, and stands in the way of its next attempt (with `IF NOT
 * EXISTS` it would even pass for the real one). A second attempt drops it first.
 */
export async function* dropInvalidIndex(
  { context, step, position }: RunningStep,
  { start, end }: SqlStatement,
): AsyncGenerator<MigrationEvent, void, undefined> {
  if (step.attempt === 1) return;
  const flat = flattenStatement(step.script.sql.slice(start, end));
  const { index: name, table } = CONCURRENT_BUILD.exec(flat)?.groups ?? {};
  if (name === undefined) return;
  const { rows } = await context.client.query<{ index: string }>(FIND_INVALID, [table, name]);
  if (rows.length > 0) await runOrThrow(context.client, cleared(context).join(';\n'));
  for (const { index } of rows) {
    await context.client.query(`DROP INDEX CONCURRENTLY IF EXISTS ${index}`);
    yield { kind: 'invalidIndexDropped', index, ...position };
  }
}

/** As ourselves, and with the patience of the build itself. */
function cleared({ resets }: RunningStep['context']): readonly string[] {
  return [...resets.before, 'SET lock_timeout = 0', 'SET statement_timeout = 0'];
}
