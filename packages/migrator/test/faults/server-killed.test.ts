import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LocalPostgres, startLocalPostgres, testMajor } from '@schema-service/local-postgres';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { status, up } from '../../src/index.ts';
import { migrationFolder } from '../migration-folder.ts';
import { query, tables } from '../query.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'killed-server-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const table = (name: string): string => `CREATE TABLE ${name} (id integer PRIMARY KEY);`;

test.each([
  ['a transaction', ''],
  ['statements on their own', '-- migrator: no-transaction\n'],
])(
  'the server is killed in the middle of %s: history and tables still agree, and up finishes on the new one',
  async (_name, header) => {
    using folder = migrationFolder({
      '1.0.0/001_a/up.sql': table('a'),
      '1.0.0/002_b/up.sql': table('b'),
      '1.0.0/003_c/up.sql': `${header}${table('c')} SELECT pg_sleep(seconds) FROM pace.pace;`,
      '1.0.0/004_d/up.sql': table('d'),
    });
    const first = await startLocalPostgres({ directory, major: testMajor() });
    await query(
      first.connectionString,
      'CREATE SCHEMA pace; CREATE TABLE pace.pace AS SELECT 60 AS seconds',
    );
    const run = up({
      connection: first.connectionString,
      migrations: folder.path,
      allowNonEmpty: true,
      onEvent: (event) => {
        if (event.kind === 'migrationStarted' && event.migration === '003_c') {
          setTimeout(() => process.kill(postmasterPid(), 'SIGKILL'), 300);
        }
      },
    });
    await expect(run).rejects.toMatchObject({ code: 'DATABASE_CONNECTION_LOST' });

    const second = await startAgain();
    try {
      const options = {
        connection: second.connectionString,
        migrations: folder.path,
        allowNonEmpty: true,
      };
      // Commits before the last one do not wait for the disk, so the crash may have taken some back, whole.
      const shown = await status(options);
      const applied = shown.migrations.filter((state) => state.applied);
      const names = applied.map(({ migration }) => migration.slice(4));
      if (shown.migrations[2]?.lastRun?.statementsDone) names.push('c');
      expect(await tables(second.connectionString)).toEqual(names);
      expect(shown.migrations[2]).toMatchObject({ applied: false });
      expect(shown.migrations.map((state) => state.status)).not.toContain('running');

      await query(second.connectionString, 'UPDATE pace.pace SET seconds = 0');
      await up(options);
      expect(await tables(second.connectionString)).toEqual(['a', 'b', 'c', 'd']);
    } finally {
      await second.stop();
    }
  },
);

function postmasterPid(): number {
  const file = readFileSync(join(directory, 'data', 'postmaster.pid'), 'utf8');
  return Number(file.split('\n')[0]);
}

/** The dead server's sessions go one by one, and keep the folder until the last. */
async function startAgain(): Promise<LocalPostgres> {
  for (let tries = 1; ; tries++) {
    try {
      return await startLocalPostgres({ directory, major: testMajor() });
    } catch (error) {
      if (tries === 20) throw error;
      await sleep(250);
    }
  }
}
