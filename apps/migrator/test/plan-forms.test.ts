import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { workFolder } from './fleet-folder.ts';
import { runApp } from './run-app.ts';

test('plan --sql is a script on stdout, and a plan in a file is what up --plan does', async () => {
  await using database = await createTestDatabase();
  using folder = workFolder();
  folder.write('migrations/1.0.0/001_init/up.sql', 'CREATE TABLE product (id integer);\n');
  const at = ['--dir', `${folder.path}/migrations`, '--database-url', database.connectionString];
  const script = await runApp(['plan', '--sql', ...at]);
  expect(script).toMatchObject({ code: 0, stderr: '' });
  expect(script.stdout).toContain('\\set ON_ERROR_STOP on\n');
  expect(script.stdout).toContain('\nCREATE TABLE product (id integer);\n');

  const file = `${folder.path}/plan.json`;
  const planned = await runApp(['plan', '--to', '1.0.0', '--out', file, ...at]);
  expect(planned.stdout).toMatch(/^from nothing to 1\.0\.0: 1 migration\n/);
  const { digest } = JSON.parse(folder.read('plan.json'));
  expect(planned.stdout).toContain(`plan.json: digest ${digest}\n`);
  folder.write('plan.json', folder.read('plan.json').replace('001_init', '001_other'));
  const edited = await runApp(['up', '--plan', file, ...at]);
  expect(edited).toMatchObject({ code: 1, stdout: '' });
  expect(edited.stderr).toContain('MIGRATION_PLAN_INVALID');
  folder.write('plan.json', folder.read('plan.json').replace('001_other', '001_init'));
  folder.write('migrations/1.1.0/002_name/up.sql', 'ALTER TABLE product ADD name text;\n');
  const run = await runApp(['up', '--plan', file, ...at]);
  expect(run).toMatchObject({ code: 0, stdout: '1 migration run, the database is at 1.0.0\n' });
  const refused = await runApp(['up', '--plan', file, '--to', '1.1.0', ...at]);
  expect(refused.code).toBe(2);
});
