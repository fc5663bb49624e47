import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { readMigrations, up, verify } from '../src/index.ts';
import { connect } from './hello-client.ts';

const migrations = resolve(import.meta.dirname, '../../../migrations');

test('every version of this repository carries the structure that its migrations make', async () => {
  await using database = await createTestDatabase();
  const connection = database.connectionString;
  const versions = new Set((await readMigrations(migrations)).map(({ version }) => version));
  for (const to of versions) {
    await up({ connection, migrations, to });
    expect(await verify({ connection, migrations })).toEqual({
      kind: 'verification',
      version: to,
      differences: [],
    });
  }
});

test('with the rights that the docs give, a service writes in its version and reaches nothing below', async () => {
  const page = readFileSync(resolve(migrations, '../docs/coexistence.md'), 'utf8');
  const grants = /## Rights[\s\S]*?```sql\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  expect(grants).toContain('GRANT USAGE ON SCHEMA db_3_0_0 TO web;');
  await using database = await createTestDatabase();
  const connection = database.connectionString;
  await up({ connection, migrations, to: '2.0.0' });
  await up({ connection, migrations });
  const role = `role_${database.name}`;
  await using client = await connect(connection);
  await client.query(`CREATE ROLE ${role}; ${grants.replaceAll(' TO web', ` TO ${role}`)}`);
  try {
    await client.query(`SET ROLE ${role}`);
    await client.query(`INSERT INTO db_3_0_0.sources (slug, name, kind) VALUES ('shop', 'Shop', 'survey');
      INSERT INTO db_3_0_0.products (slug, name, description) VALUES ('lamp', 'A lamp', '{Bright,Warm}');
      INSERT INTO db_3_0_0.authors (id, source_id, external_id, display_name) VALUES ('ann', 1, 'ann', 'Ann');
      INSERT INTO db_3_0_0.reviews (id, product_id, source_id, author_id, external_id, rating, content, word_count, language, published_at)
        SELECT gen_random_uuid(), id, 1, 'ann', '1', 4, 'Good light', 2, 'en', now() FROM db_3_0_0.products`);
    for (const hidden of ['public.reviews', 'db_2_0_0.reviews']) {
      await expect(client.query(`SELECT FROM ${hidden}`)).rejects.toMatchObject({ code: '42501' });
    }
    await client.query('RESET ROLE');
    const seen = await client.query(
      `SELECT p.description, s.rating_scale, r.content, r.reviewer_id, old.body, old.helpful_count
       FROM db_2_0_0.reviews r JOIN db_1_1_0.reviews old USING (id)
       JOIN db_2_0_0.products p ON p.id = r.product_id JOIN db_2_0_0.sources s ON s.id = r.source_id`,
    );
    expect(seen.rows).toEqual([
      {
        ...{ description: 'Bright', rating_scale: 10, content: 'Good light', reviewer_id: 'ann' },
        ...{ body: 'Good light', helpful_count: 0 },
      },
    ]);
  } finally {
    await client.query(`RESET ROLE; DROP OWNED BY ${role}; DROP ROLE ${role}`);
  }
});
