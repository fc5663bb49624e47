import type { Client } from 'pg';
import type { DomainCheck, ValueType } from './table-facts.ts';

interface TypeRow {
  readonly oid: string;
  readonly name: string;
  readonly kind: string;
  readonly base: string;
  readonly modifier: number;
  /** `0` but for arrays. */
  readonly element: string;
  readonly labels: readonly string[];
  readonly checks: readonly DomainCheck[];
}

const TYPES_SQL = `
  SELECT oid::text, typname AS name, typtype AS kind, typbasetype::text AS base, typtypmod AS modifier,
    CASE WHEN typcategory = 'A' THEN typelem ELSE 0 END::text AS element,
    ARRAY(SELECT enumlabel::text FROM pg_enum WHERE enumtypid = pg_type.oid ORDER BY enumsortorder) AS labels,
    (SELECT coalesce(json_agg(json_build_object('name', conname, 'definition', pg_get_constraintdef(oid))), '[]')
      FROM pg_constraint WHERE contypid = pg_type.oid AND contype = 'c') AS checks
  FROM pg_type`;

/** Reads the types of a database once, and then finds what lies under a column's. */
export async function createTypeReader(
  client: Client,
): Promise<(oid: string, modifier: number) => ValueType> {
  const { rows } = await client.query<TypeRow>(TYPES_SQL);
  const types = new Map(rows.map((row) => [row.oid, row]));
  const read = (oid: string, modifier: number): ValueType => {
    const row = types.get(oid);
    if (row === undefined) return { name: oid, checks: [] };
    if (row.kind === 'd') {
      const base = read(row.base, row.modifier);
      return { ...base, checks: [...base.checks, ...row.checks] };
    }
    if (row.element !== '0') {
      return { name: row.name, element: read(row.element, modifier), checks: [] };
    }
    return {
      name: row.name,
      ...(row.kind === 'e' ? { labels: row.labels } : {}),
      ...limits(row.name, modifier),
      checks: [],
    };
  };
  return read;
}

/** What a type modifier says; PostgreSQL keeps it as one number, -1 for none. */
function limits(name: string, modifier: number): Partial<ValueType> {
  if (modifier < 0) return {};
  switch (name) {
    case 'varchar':
    case 'bpchar':
      return { length: modifier - 4 };
    case 'bit':
    case 'varbit':
      return { length: modifier };
    case 'numeric':
      return {
        precision: ((modifier - 4) >> 16) & 0xffff,
        scale: (((modifier - 4) & 0x7ff) ^ 1024) - 1024,
      };
    default:
      return {};
  }
}
