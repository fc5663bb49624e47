import { quoteText } from '@schema-service/postgres-sql';
import { format, quote, type RelationName } from '../sql/relation-name.ts';

/**
 * Sets a column in the rows that lack it, some megabytes at a time, each in a transaction of its own. By place and
 * not by key, since a statement does not tell the key; it ends even where the value is null.
 */
export function backfill(
  table: RelationName,
  column: string,
  value: string,
  condition = `${quote(column)} IS NULL`,
): string {
  const target = format(table);
  const size = `pg_relation_size(${quoteText(target)})`;
  return `DO $fill$
DECLARE page bigint := 0;
BEGIN
  WHILE page * current_setting('block_size')::bigint < ${size} LOOP
    UPDATE ${target} SET ${quote(column)} = ${value}
    WHERE ctid >= format('(%s,0)', page)::tid AND ctid < format('(%s,0)', page + 500)::tid
      AND ${condition};
    COMMIT;
    page := page + 500;
  END LOOP;
END $fill$`;
}
