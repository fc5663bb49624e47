import type { Client } from 'pg';
import { createTypeReader } from './read-types.ts';
import type { ColumnFacts, ForeignKeyFacts, Refusal, TableFacts } from './table-facts.ts';

interface TableRow {
  readonly oid: string;
  readonly name: string;
}

interface ColumnRow {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly modifier: number;
  readonly nullable: boolean;
  readonly default: string | null;
  readonly identity: string;
  readonly generated: string;
}

interface ConstraintRow {
  readonly table: string;
  readonly name: string;
  readonly kind: string;
  readonly columns: readonly string[];
  readonly definition: string;
  readonly other: string | null;
  readonly references: readonly string[] | null;
}

/** Tables of ours: no system's, extension's or migrator's; of a partitioned table the whole, and not the parts. */
export const TABLES_SQL = `
  SELECT c.oid::text, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schema_migrations', 'schema_catalog')
    AND NOT EXISTS (SELECT FROM pg_depend
      WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e')
  ORDER BY 2`;

/** PostgreSQL numbers what users make from here; below are its own catalogs, which have thousands of columns. */
export const FIRST_USER_OID = 16384;

const COLUMNS_SQL = `
  SELECT attrelid::text AS table, attname AS name, atttypid::text AS type, atttypmod AS modifier,
    NOT attnotnull AS nullable, pg_get_expr(adbin, adrelid) AS default,
    attidentity AS identity, attgenerated AS generated
  FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
  WHERE attrelid >= ${FIRST_USER_OID} AND attnum > 0 AND NOT attisdropped ORDER BY attrelid, attnum`;

const names = (table: string, numbers: string): string => `
  ARRAY(SELECT attname::text FROM unnest(${numbers}) WITH ORDINALITY AS k(n, i)
    JOIN pg_attribute ON attrelid = ${table} AND attnum = n ORDER BY i)`;

const CONSTRAINTS_SQL = `
  SELECT conrelid::text AS table, conname AS name, contype AS kind, ${names('conrelid', 'conkey')} AS columns,
    pg_get_constraintdef(oid) AS definition, nullif(confrelid, 0)::text AS other,
    CASE WHEN confrelid <> 0 THEN ${names('confrelid', 'confkey')} END AS references
  FROM pg_constraint WHERE contype IN ('c', 'f', 'p', 'u', 'x') AND conrelid >= ${FIRST_USER_OID}
  UNION ALL
  -- Unique indexes that are no constraint, with the columns of their expressions and predicates.
  SELECT indrelid::text, relname, 'u', ARRAY(SELECT attname::text FROM pg_attribute
      WHERE attrelid = indrelid AND (attnum = ANY (indkey) OR attnum IN (SELECT refobjsubid FROM pg_depend
        WHERE classid = 'pg_class'::regclass AND objid = indexrelid AND refobjid = indrelid AND refobjsubid > 0))),
    '', NULL, NULL
  FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
  WHERE indisunique AND indrelid >= ${FIRST_USER_OID}
  ORDER BY 2`;

/** Reads every table that rows can be made for, by name. */
export async function readTables(client: Client): Promise<readonly TableFacts[]> {
  const { rows: tables } = await client.query<TableRow>(TABLES_SQL);
  const { rows: columns } = await client.query<ColumnRow>(COLUMNS_SQL);
  const { rows: constraints } = await client.query<ConstraintRow>(CONSTRAINTS_SQL);
  const typeOf = await createTypeReader(client);
  const nameOf = new Map(tables.map(({ oid, name }) => [oid, name]));
  return tables.map(({ oid, name }): TableFacts => {
    const own = constraints.filter(({ table }) => table === oid);
    return {
      oid,
      name,
      columns: columns
        .filter(({ table }) => table === oid)
        .map((column): ColumnFacts => {
          const isCounted = column.identity !== '' || /^nextval\(/.test(column.default ?? '');
          return {
            name: column.name,
            type: typeOf(column.type, column.modifier),
            isNullable: column.nullable,
            default: column.default,
            isMade: column.generated !== '' || column.identity === 'a',
            isCounted,
          };
        }),
      foreignKeys: own.flatMap(({ kind, columns: from, other, references }): ForeignKeyFacts[] =>
        kind === 'f' && other !== null && references !== null
          ? [{ columns: from, table: nameOf.get(other) ?? other, references }]
          : [],
      ),
      refusals: new Map(
        own.map(({ name: constraint, kind, columns: looked, definition }): [string, Refusal] => [
          constraint,
          { columns: looked, ...(kind === 'c' ? { definition } : {}) },
        ]),
      ),
    };
  });
}
