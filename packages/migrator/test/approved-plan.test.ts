import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { approvedPlan, parseApprovedPlan, plan, up } from '../src/index.ts';
import { migrationFolder } from './migration-folder.ts';
import { query, tables } from './query.ts';

test('an approved plan runs, is refused where it is another now, and goes on where it was stopped', async () => {
  await using database = await createTestDatabase();
  const { connectionString: connection } = database;
  using folder = migrationFolder({
    '1.0.0/001_one/up.sql': 'CREATE TABLE one ();',
    '1.0.0/002_two/up.sql': `DO $$ BEGIN IF to_regclass('ready') IS NULL THEN RAISE 'not yet'; END IF; END $$;
CREATE TABLE two ();`,
  });
  const options = { connection, migrations: folder.path, to: '1.0.0', allowNonEmpty: true };
  const approved = approvedPlan(await plan({ ...options, direction: 'up' }));
  expect(parseApprovedPlan(JSON.stringify(approved))).toEqual(approved);

  folder.write('1.0.0/003_three/up.sql', 'CREATE TABLE three ();');
  await expect(up({ ...options, approved })).rejects.toMatchObject({
    code: 'MIGRATION_PLAN_CHANGED',
    why: 'Approved: 1.0.0/001_one, 1.0.0/002_two. Now: 1.0.0/001_one, 1.0.0/002_two, 1.0.0/003_three.',
    meta: { approved: approved.digest },
  });
  folder.remove('1.0.0/003_three');
  const script = folder.read('1.0.0/001_one/up.sql');
  folder.write('1.0.0/001_one/up.sql', 'CREATE TABLE other ();');
  await expect(up({ ...options, approved })).rejects.toMatchObject({
    code: 'MIGRATION_PLAN_CHANGED',
    why: expect.stringContaining('with other scripts'),
  });
  expect(await tables(connection)).toEqual([]);

  folder.write('1.0.0/001_one/up.sql', script);
  await expect(up({ ...options, approved })).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
  await query(connection, 'CREATE TABLE ready ()');
  expect(await up({ ...options, approved })).toMatchObject({
    migrations: [{ migration: '002_two' }],
  });
  expect(await up({ ...options, approved })).toMatchObject({ migrations: [] });
  expect(await tables(connection)).toEqual(['one', 'ready', 'two']);
});

test.each([
  'CREATE TABLE product ();',
  '{}',
  'null',
  JSON.stringify({ kind: 'approvedPlan', digest: '0', direction: 'up', steps: [] }),
])('%j is no plan', (text) => {
  expect(() => parseApprovedPlan(text)).toThrow('is no plan, or was edited');
});
