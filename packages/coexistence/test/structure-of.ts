import type pg from 'pg';

/** What `public` is made of, in an order that does not depend on how it came to be. */
export async function structureOf(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ line: string }>({ text: STRUCTURE });
  return rows.map(({ line }) => line);
}

const STRUCTURE = `
  SELECT concat_ws(' ', 'column', c.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod),
    CASE WHEN a.attnotnull THEN 'not null' END, CASE a.attidentity WHEN 'a' THEN 'always identity' WHEN 'd' THEN 'identity' END,
    pg_get_expr(d.adbin, d.adrelid)) AS line
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v') AND a.attnum > 0 AND NOT a.attisdropped
  UNION ALL
  SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid))
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
  UNION ALL
  SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL
  SELECT concat_ws(' ', 'enum', enumtypid::regtype, string_agg(enumlabel, ',' ORDER BY enumsortorder))
  FROM pg_enum GROUP BY enumtypid
  UNION ALL
  SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL
  SELECT concat_ws(' ', 'function', oid::regprocedure) FROM pg_proc
  WHERE pronamespace = (SELECT oid FROM pg_namespace WHERE nspname = 'coexistence')
  ORDER BY 1`;
