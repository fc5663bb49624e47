import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { inDatabase, workFolder } from './fleet-folder.ts';
import { runApp } from './run-app.ts';

test('--metrics-file says where each database stands behind the command, a failed one too', async () => {
  await using eu = await createTestDatabase();
  await using us = await createTestDatabase();
  using folder = workFolder();
  folder.write('migrations/1.0.0/001_init/up.sql', 'CREATE TABLE product (id integer);\n');
  folder.config({ eu: { url: eu.connectionString }, us: { url: us.connectionString } });
  await runApp(['up', '--env', 'eu', ...folder.at]);
  await runApp(['snapshot', '--env', 'eu', ...folder.at]);
  await inDatabase(eu, 'CREATE TABLE other ()');
  folder.write('migrations/1.1.0/002_fails/up.sql', 'SELECT 1/0;\n');
  const file = `${folder.path}/migrator.prom`;
  const one = await runApp(['status', '--env', 'eu', '--metrics-file', file, ...folder.at]);
  expect(one.code).toBe(0);
  expect(folder.read('migrator.prom')).toMatch(
    /^# HELP schema_migrator_reachable .*\n# TYPE schema_migrator_reachable gauge\nschema_migrator_reachable\{environment="eu"\} 1\n/,
  );
  expect(folder.read('migrator.prom')).toContain('drift_differences{environment="eu"} 1\n');

  folder.config({
    eu: { url: eu.connectionString },
    us: { url: us.connectionString },
    gone: { url: 'postgresql://127.0.0.1:1/shop' },
  });
  const failed = await runApp([
    'up',
    '--all',
    '--keep-going',
    '--allow-drift',
    '--metrics-file',
    file,
    ...folder.at,
  ]);
  expect(failed.code).toBe(1);
  const lines = folder.read('migrator.prom').split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'schema_migrator_reachable{environment="us"} 1',
      'schema_migrator_reachable{environment="gone"} 0',
      'schema_migrator_version_info{environment="us",version="1.0.0"} 1',
      'schema_migrator_pending_migrations{environment="us"} 1',
      'schema_migrator_drift_differences{environment="us"} 0',
      'schema_migrator_last_run_success{environment="us"} 0',
      expect.stringMatching(/^schema_migrator_last_run_timestamp_seconds\{environment="us"\} \d+/),
      expect.stringMatching(/^schema_migrator_last_run_duration_seconds\{environment="us"\} \d/),
    ]),
  );
  const unwritten = await runApp([
    'status',
    '--env',
    'us',
    '--metrics-file',
    '/nowhere/x',
    ...folder.at,
  ]);
  expect(unwritten).toMatchObject({ code: 0 });
  expect(unwritten.stderr).toContain('--metrics-file was not written');
});
