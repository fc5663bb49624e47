import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { runApp } from './run-app.ts';

test('up --all: a failure stops the wave, --keep-going does not, and the table says how each ended', async () => {
  await using good = await createTestDatabase();
  await using bad = await createTestDatabase();
  await using last = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'wave-'));
  try {
    mkdirSync(join(folder, 'migrations/1.0.0/001_init'), { recursive: true });
    const onlyWithout = `DO $$ BEGIN IF current_database() = '${new URL(bad.connectionString).pathname.slice(1)}'
      THEN RAISE EXCEPTION 'not here'; END IF; END $$;`;
    writeFileSync(join(folder, 'migrations/1.0.0/001_init/up.sql'), onlyWithout);
    const config = join(folder, 'migrator.config.json');
    const urls = { good, bad, last };
    const environments = Object.fromEntries(
      Object.entries(urls).map(([name, { connectionString: url }]) => [name, { url }]),
    );
    writeFileSync(config, JSON.stringify({ environments }));
    const at = ['--config', config, '--dir', join(folder, 'migrations')];

    const stopped = await runApp(['up', '--all', '--concurrency', '1', ...at]);
    expect(stopped.code).toBe(1);
    expect(stopped.stdout).toMatch(
      /^good +ok +at 1\.0\.0 +1 migration .*\nbad +failed +MIGRATION_FAILED .*\nlast +not started\n\nbad: 1\.0\.0\/001_init\/up\.sql:1: .*\n {2}why: not here/,
    );
    expect(stopped.stderr).toContain('good: [1/1] applied 1.0.0/001_init');

    const on = await runApp(['up', '--all', '--concurrency', '1', '--keep-going', '--json', ...at]);
    expect(on.code).toBe(1);
    const outcomes = on.stdout
      .trim()
      .split('\n')
      .slice(-3)
      .map((line) => JSON.parse(line));
    expect(outcomes).toMatchObject([
      { environment: 'good', kind: 'moved', result: { migrations: [] } },
      { environment: 'bad', kind: 'failed', error: { code: 'MIGRATION_FAILED' } },
      { environment: 'last', kind: 'moved', result: { toVersion: '1.0.0' } },
    ]);
    expect((await runApp(['status', '--env', 'last', ...at])).stdout).toContain('version  1.0.0\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
