import { versionSchema } from '@schema-service/coexistence';
import type pg from 'pg';
import { NAME } from './derived-migrations.ts';

/** What two neighbouring versions have to see of the same row. Written by hand, not taken from what was derived. */
interface Agreement {
  readonly versions: readonly [older: string, newer: string];
  readonly table: string;
  /** Expressions over `older` and `newer`, which are equal in every row. */
  readonly equal: readonly (readonly [string, string])[];
}

const agreements: readonly Agreement[] = [
  {
    versions: ['1.1.0', '2.0.0'],
    table: 'reviews',
    equal: [
      ['older.external_id', 'newer.external_id'],
      ['older.body', 'newer.content'],
      ['older.reviewer_id', 'newer.author_id'],
      ['older.language', 'newer.language'],
      ['older.status', 'newer.status'],
      ['older.helpful_count', 'newer.helpful_count'],
      ['older.rating', 'newer.rating'],
      ['older.url', 'newer.url'],
    ],
  },
  {
    versions: ['1.1.0', '2.0.0'],
    table: 'products',
    equal: [['older.description', 'newer.description']],
  },
  {
    versions: ['2.0.0', '3.0.0'],
    table: 'reviews',
    equal: [
      ['older.content', 'newer.content'],
      ['newer.content_size IS NULL', 'false'],
      ["coalesce(older.language, 'und')", 'newer.language'],
      ['older.status::text', "replace(newer.status::text, 'queued', 'pending')"],
      ['older.helpful_count', 'newer.helpful_count'],
      ['older.url', "coalesce(newer.url, '')"],
    ],
  },
  {
    versions: ['2.0.0', '3.0.0'],
    table: 'products',
    equal: [
      ['older.description', 'newer.description[1]'],
      ['newer.description IS NULL', 'false'],
    ],
  },
  {
    versions: ['3.0.0', '4.0.0'],
    table: 'reviews',
    equal: [
      ['older.content_size', 'least(newer.content_size, 2147483647)'],
      ['older.language', "coalesce(newer.language, 'und')"],
      ['older.status::text', "replace(newer.status::text, 'archived', 'rejected')"],
      ['older.helpful_count', 'newer.helpful_count'],
      ['older.url', 'newer.url'],
    ],
  },
  {
    versions: ['3.0.0', '4.0.0'],
    table: 'products',
    equal: [['older.description', 'newer.description']],
  },
];

/** Where versions that are open see a row differently, or one sees a row that another does not. */
export async function disagreements(
  client: pg.Client,
  open: readonly string[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { versions, table, equal } of agreements) {
    if (!versions.every((version) => open.includes(version))) continue;
    const [older, newer] = versions.map((version) => `${versionSchema(NAME, version)}.${table}`);
    const differs = [['(older.id IS NULL OR newer.id IS NULL)', 'false'] as const, ...equal].map(
      ([one, other]) => ({ name: `${one} = ${other}`, sql: `${one} IS DISTINCT FROM ${other}` }),
    );
    const counts = differs.map(
      ({ sql }, at) => `count(*) FILTER (WHERE ${sql})::integer AS c${at}`,
    );
    const { rows } = await client.query<Record<string, number>>(
      `SELECT ${counts.join(', ')} FROM ${older} older FULL JOIN ${newer} newer USING (id)`,
    );
    for (const [at, { name }] of differs.entries()) {
      const count = rows[0]?.[`c${at}`];
      if (count !== 0) found.push(`${count} ${table} of ${versions.join(' and ')}: not ${name}`);
    }
  }
  return found;
}
