import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { up } from '../src/index.ts';
import { migrationFolder, THREE_MIGRATIONS } from './migration-folder.ts';
import { query } from './query.ts';

const INSERT = `INSERT INTO schema_migrations.history
  (migration, version, sequence, completes_version, direction, checksum, attempt, tool_version, status)
  VALUES ('009_x', '1.0.0', 9, true, 'up', repeat('0', 64), 1, '0.0.0',`;

test('the history cannot be edited, by its owner either', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  await up({ connection: database.connectionString, migrations: folder.path });
  const run = (sql: string) => query(database.connectionString, sql);
  const before = await run('SELECT * FROM schema_migrations.history ORDER BY id');

  await expect(run('DELETE FROM schema_migrations.history')).rejects.toThrow(
    'append-only: DELETE refused',
  );
  await expect(run('TRUNCATE schema_migrations.history CASCADE')).rejects.toThrow(
    'TRUNCATE refused',
  );
  await expect(
    run(`UPDATE schema_migrations.history SET checksum = repeat('0', 64)`),
  ).rejects.toThrow('cannot be changed');
  await expect(run(`${INSERT} 'success')`)).rejects.toThrow('begins as running');
  await expect(run(`${INSERT.replace("'up'", "'sideways'")} 'running')`)).rejects.toThrow(
    'cannot be a sideways by run',
  );
  expect(await run('SELECT * FROM schema_migrations.history ORDER BY id')).toEqual(before);

  await run(`${INSERT} 'running')`);
  await expect(run(`${INSERT} 'running')`)).rejects.toThrow('history_one_running');
  const close = `UPDATE schema_migrations.history SET status = 'success'`;
  const running = `WHERE status = 'running'`;
  await expect(
    run(`UPDATE schema_migrations.history SET status = 'fine' ${running}`),
  ).rejects.toThrow('cannot be changed');
  await expect(run(`${close}, version = '3.0.0' ${running}`)).rejects.toThrow(
    'only its status and error',
  );
  await run(`${close} ${running}`);
  const [closed] = await run(
    'SELECT status, finished_at >= started_at AS timed, duration_ms FROM schema_migrations.history WHERE sequence = 9',
  );
  expect(closed).toEqual({ status: 'success', timed: true, duration_ms: expect.any(Number) });
});
