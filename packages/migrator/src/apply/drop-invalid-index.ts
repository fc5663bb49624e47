import { flattenStatement, NAME, type SqlStatement } from '@schema-service/postgres-sql';
import { runOrThrow, runScript } from '../connection/script-query.ts';
import type { MigrationEvent } from './migration-event.ts';
import { bareMessage } from './run-alone.ts';
import type { RunningStep } from './running-step.ts';
import type { Sent } from './send-message.ts';
import { type StatementLimits, setEach } from './statement-limits.ts';
import { answering, tellNotices } from './tell-notices.ts';

const CONCURRENT_BUILD = new RegExp(
  `^create (?:unique )?index concurrently (?:(?:if not exists )?(?<index>${NAME}) )?on (?:only )?(?<table>${NAME})`,
);
const CONCURRENT_REBUILD = new RegExp(
  `^reindex(?:\\([^)]*\\))? index concurrently (?<index>${NAME})`,
);

// Of an index without a name PostgreSQL makes one that begins with the table's; a rebuild has a suffix meanwhile.
// Those may be somebody's who builds right now. Whose progress we may not see has no relid: then none is taken.
const FIND_INVALID = `
  SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS index
  FROM pg_catalog.pg_index i
  JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
  JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT i.indisvalid AND c.relkind = 'i' AND CASE
    WHEN $1 = 'named' THEN t.oid = pg_catalog.to_regclass($2) AND c.relname = (pg_catalog.parse_ident($3))[1]
    WHEN EXISTS (
      SELECT FROM pg_catalog.pg_stat_progress_create_index p
      WHERE p.datname = pg_catalog.current_database() AND (p.relid IS NULL OR p.relid = t.oid)
    ) THEN false
    WHEN $1 = 'unnamed' THEN t.oid = pg_catalog.to_regclass($2)
      AND pg_catalog.starts_with(c.relname, pg_catalog.left(t.relname, 29)) AND c.relname ~ '_idx[0-9]*$'
    ELSE c.relname ~ '_ccnew[0-9]*$'
      AND t.oid = (SELECT indrelid FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass($3))
  END`;

/**
 * A `CREATE INDEX CONCURRENTLY` that fails leaves an index that slows writes,
 * serves no query, and stands in the way of its next attempt (with `IF NOT
 * EXISTS` it would even pass for the real one); a `REINDEX CONCURRENTLY` leaves
 * one beside the old. A second attempt drops it first. Gives the failure where that does not work.
 */
export async function* dropInvalidIndex(
  running: RunningStep,
  limits: StatementLimits,
  statement: SqlStatement,
): AsyncGenerator<MigrationEvent, Sent | undefined, undefined> {
  const { context, step, position } = running;
  if (step.attempt === 1) return undefined;
  const flat = flattenStatement(step.script.sql.slice(statement.start, statement.end));
  const { table, index } =
    (CONCURRENT_BUILD.exec(flat) ?? CONCURRENT_REBUILD.exec(flat))?.groups ?? {};
  if (table === undefined && index === undefined) return undefined;
  const what = table === undefined ? 'rebuilt' : index === undefined ? 'unnamed' : 'named';
  const parameters = [what, table ?? null, index ?? null];
  const { client, cancellation, watcher } = context;
  const { rows } = await client.query<{ index: string }>(FIND_INVALID, parameters);
  // With the timeouts of the build itself.
  const timeouts = setEach('SET', limits.alone(statement));
  if (rows.length > 0) await runOrThrow(client, timeouts.join(';\n'));
  for (const { index: invalid } of rows) {
    const drop = `DROP INDEX CONCURRENTLY IF EXISTS ${invalid}`;
    const sent = answering((onNotice) => cancellation.during(runScript(client, drop, onNotice)));
    const message = bareMessage(running, statement);
    const outcome = yield* tellNotices(sent, message, position, watcher);
    if (outcome.error) return { outcome, message };
    yield { kind: 'invalidIndexDropped', index: invalid, ...position };
  }
  return undefined;
}
