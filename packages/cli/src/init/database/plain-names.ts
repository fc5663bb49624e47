import { quoteIdentifier, quoteLiteral } from '@schema-service/postgres-sql';
import type { Client } from 'pg';

/** Names that stand in a copy of a database in the place of others. */
export interface PlainNames extends AsyncDisposable {
  /** The name that the database has. */
  readonly actual: (name: string) => string;
  /** An SQL expression with the names that the database has. */
  readonly inSql: (sql: string) => string;
}

interface OddName {
  readonly alias: string;
  readonly actual: string;
  /** `ALTER ... RENAME` up to the two names, which follow each other. */
  readonly rename: string;
  readonly isValue: boolean;
}

/** Columns first: the tables have their own names then. What comes from a parent is renamed there. */
const ODD_NAMES = `
  WITH scope AS (
    SELECT oid, nspname FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
  ), odd AS (
    SELECT 1 AS place, format('odd_%s_%s', c.oid, attnum) AS alias, attname::text AS actual, false AS "isValue",
      format('ALTER %s %I.%I RENAME COLUMN', CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, nspname, relname) AS rename
    FROM pg_catalog.pg_attribute JOIN pg_catalog.pg_class c ON c.oid = attrelid JOIN scope ON scope.oid = relnamespace
    WHERE relkind IN ('r', 'p', 'v', 'm') AND attnum > 0 AND NOT attisdropped AND attinhcount = 0
    UNION ALL
    SELECT 2, format('odd_%s', c.oid), relname::text, false,
      format('ALTER %s %I.%I RENAME', CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, nspname, relname)
    FROM pg_catalog.pg_class c JOIN scope ON scope.oid = relnamespace WHERE relkind IN ('r', 'p', 'v', 'm')
      -- The join tables of Prisma are known by their names.
      AND NOT (relname ~ '^_[A-Za-z]' AND ARRAY(SELECT attname::text FROM pg_catalog.pg_attribute
        WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped ORDER BY attnum) = ARRAY['A', 'B'])
    UNION ALL
    SELECT 3, format('odd_%s_%s', enumtypid, e.oid), enumlabel::text, true, format('ALTER TYPE %I.%I RENAME VALUE', nspname, typname)
    FROM pg_catalog.pg_enum e JOIN pg_catalog.pg_type t ON t.oid = enumtypid JOIN scope ON scope.oid = typnamespace
    UNION ALL
    SELECT 4, format('odd_%s', t.oid), typname::text, false, format('ALTER TYPE %I.%I RENAME', nspname, typname)
    FROM pg_catalog.pg_type t JOIN scope ON scope.oid = typnamespace WHERE typtype = 'e'
  )
  SELECT alias, actual, rename, "isValue" FROM odd
  WHERE actual !~ '^[A-Za-z][A-Za-z0-9_]*$' OR actual IN
    ('BigInt', 'Boolean', 'Bytes', 'DateTime', 'Decimal', 'Float', 'Int', 'Json', 'String', 'Unsupported')
  ORDER BY place, alias`;

/**
 * Renames in a copy what Prisma's engine has no name for: with spaces, digits
 * first, letters beyond ASCII, types of its own. It would leave out some, and give two the same
 * name. The copy gets its names back in the end.
 */
export async function plainNames(client: Client): Promise<PlainNames> {
  const { rows } = await client.query<OddName>(ODD_NAMES);
  const renaming = ({ rename, isValue }: OddName, from: string, to: string): string => {
    const quote = isValue ? quoteLiteral : quoteIdentifier;
    // What is renamed itself stands in front of it.
    return rename.endsWith(' RENAME')
      ? `${rename} TO ${quote(to)}`
      : `${rename} ${quote(from)} TO ${quote(to)}`;
  };
  const back: string[] = [];
  for (const row of rows) {
    await client.query(renaming(row, row.actual, row.alias));
    const isWhole = row.rename.endsWith(' RENAME');
    const moved = isWhole
      ? row.rename.replace(
          // What is odd is always quoted, as is what has a capital.
          `${quoteIdentifier(row.actual)} RENAME`,
          `${row.alias} RENAME`,
        )
      : row.rename;
    back.unshift(renaming({ ...row, rename: moved }, row.alias, row.actual));
  }
  const byAlias = new Map(rows.map(({ alias, actual }) => [alias, actual]));
  const aliases = /\bodd_\d+(?:_\d+)?\b/g;
  return {
    actual: (name) => byAlias.get(name) ?? name,
    inSql: (sql) =>
      sql.replace(aliases, (alias) => {
        const actual = byAlias.get(alias);
        return actual === undefined ? alias : quoteIdentifier(actual);
      }),
    [Symbol.asyncDispose]: async () => {
      for (const sql of back) await client.query(sql);
    },
  };
}
