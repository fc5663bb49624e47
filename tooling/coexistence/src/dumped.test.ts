import { execFileSync } from 'node:child_process';
import { createTestDatabase, testMajor } from '@schema-service/local-postgres';
import { type MigrationEvent, snapshot, up, verify } from '@schema-service/migrator';
import type pg from 'pg';
import { expect, test } from 'vitest';
import { disagreements } from './agreements.ts';
import { connect, insertRows } from './database.ts';
import { derivedMigrations } from './derived-migrations.ts';
import { readVersion } from './releases.ts';

/** 0 where there is none. */
function majorOfPgDump(): number {
  try {
    const version = execFileSync('pg_dump', ['--version'], { encoding: 'utf8' });
    return Number(/\) (\d+)\./.exec(version)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

// pg_dump refuses servers that are newer than it is.
test.skipIf(majorOfPgDump() < testMajor())(
  'a database that was dumped in the middle of a fill goes on where it is restored',
  async () => {
    await using fresh = await createTestDatabase();
    await using database = await createTestDatabase();
    await using restored = await createTestDatabase();
    using folder = await derivedMigrations([readVersion('2.0.0'), readVersion('3.0.0')]);
    const migrations = folder.path;
    await up({ connection: fresh.connectionString, migrations });
    await snapshot({ connection: fresh.connectionString, migrations });
    await up({ connection: database.connectionString, migrations, to: '2.0.0' });
    await withClient(database, (client) => insertRows(client, '2.0.0', 5000));
    const controller = new AbortController();
    const stop = (event: MigrationEvent): void => {
      if (isBatchOfReviews(event)) controller.abort();
    };
    const { signal } = controller;
    await expect(
      up({ connection: database.connectionString, migrations, onEvent: stop, signal }),
    ).rejects.toMatchObject({ code: 'MIGRATION_CANCELLED' });

    const script = execFileSync('pg_dump', [database.connectionString], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    execFileSync('psql', ['-v', 'ON_ERROR_STOP=1', '-q', restored.connectionString], {
      input: script,
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    await withClient(restored, async (client) => {
      await client.query(`UPDATE db_2_0_0.reviews SET helpful_count = -1, status = 'rejected'`);
      const passed: number[] = [];
      await up({
        connection: restored.connectionString,
        migrations,
        onEvent: (event) => {
          if (isBatchOfReviews(event)) passed.push(event.rowsPassed);
        },
      });
      // The first batch of 500 was done before.
      expect(passed[0]).toBeGreaterThan(500);
      await client.query('UPDATE db_3_0_0.reviews SET helpful_count = 5 WHERE id % 2 = 0');
      await client.query(`UPDATE db_2_0_0.reviews SET status = 'pending' WHERE id % 3 = 0`);
      expect(await disagreements(client, ['2.0.0', '3.0.0'])).toEqual([]);
    });
    expect(await verify({ connection: restored.connectionString, migrations })).toMatchObject({
      differences: [],
    });
  },
);

const isBatchOfReviews = (
  event: MigrationEvent,
): event is Extract<MigrationEvent, { kind: 'batchApplied' }> =>
  event.kind === 'batchApplied' && event.migration.includes('reviews');

async function withClient(
  { connectionString }: { readonly connectionString: string },
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = await connect(connectionString);
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
