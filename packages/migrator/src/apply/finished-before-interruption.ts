import { flattenStatement, NAME, type SqlStatement } from '@schema-service/postgres-sql';
import type { RunningStep } from './running-step.ts';

const CONCURRENT_INDEX = new RegExp(
  `^(?<verb>create|drop) (?:unique )?index concurrently (?:if (?:not )?exists )?(?<index>${NAME})(?: on (?:only )?(?<table>${NAME}))?`,
);

/** Whether the catalog says of a flattened statement that it is done. */
export const catalogTells = (flat: string): boolean => CONCURRENT_INDEX.test(flat);

const FIND_INDEX = `
  SELECT i.indisvalid AS valid, i.indrelid = pg_catalog.to_regclass($2) AS "onTable"
  FROM (SELECT CASE WHEN $2::text IS NULL THEN pg_catalog.to_regclass($1)::oid ELSE (
      SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_class t ON t.relnamespace = c.relnamespace
      WHERE t.oid = pg_catalog.to_regclass($2) AND c.relname = (pg_catalog.parse_ident($1))[1]
    ) END AS oid) AS named
  JOIN pg_catalog.pg_index i ON i.indexrelid = named.oid`;

/**
 * A statement outside of transactions cannot be noted in the same commit that it
 * makes: a migrator that dies between the two leaves it done and not noted. For
 * an index that is built or dropped concurrently the catalog tells, and it
 * is not run again. Only the statement that the interrupted run had come to is
 * asked about; an index that stood there before would have failed that run
 * with an error of its own.
 */
export async function finishedBeforeInterruption(
  { context: { client }, step }: RunningStep,
  { index: position, start, end }: SqlStatement,
): Promise<boolean> {
  if (!step.wasInterrupted || position !== step.statementsDone + 1) return false;
  const flat = flattenStatement(step.script.sql.slice(start, end));
  const { verb, index, table } = CONCURRENT_INDEX.exec(flat)?.groups ?? {};
  if (index === undefined) return false;
  const { rows } = await client.query<{ valid: boolean; onTable: boolean | null }>(FIND_INDEX, [
    index,
    table ?? null,
  ]);
  return verb === 'drop' ? rows.length === 0 : rows[0]?.valid === true && rows[0].onTable === true;
}
