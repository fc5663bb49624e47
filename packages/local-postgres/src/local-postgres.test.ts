import { spawn } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startLocalPostgres } from './local-postgres.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'local-postgres-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function query(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('a server starts in a folder closed to others, and keeps its data over a restart', async () => {
  chmodSync(directory, 0o700);
  const first = await startLocalPostgres({ directory });
  await query(first.connectionString, 'CREATE TABLE kept AS SELECT 42 AS answer');
  await first.stop();
  await expect(query(first.connectionString, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);

  const second = await startLocalPostgres({ directory });
  try {
    expect(await query(second.connectionString, 'SELECT answer FROM kept')).toEqual([
      { answer: 42 },
    ]);
  } finally {
    await second.stop();
  }
});

test('a server that a killed run left behind is taken over, and stopped', async () => {
  const source = `import { startLocalPostgres } from ${JSON.stringify(join(import.meta.dirname, 'local-postgres.ts'))};
    await startLocalPostgres({ directory: ${JSON.stringify(directory)} });
    process.kill(process.pid, 'SIGKILL');`;
  const killed = spawn(
    process.execPath,
    ['--conditions=source', '--input-type=module', '-e', source],
    {
      stdio: 'inherit',
    },
  );
  await new Promise((resolve) => killed.once('exit', resolve));
  const pid = readFileSync(join(directory, 'data', 'postmaster.pid'), 'utf8').split('\n')[0];

  const server = await startLocalPostgres({ directory });
  expect(readFileSync(join(directory, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]).toBe(pid);
  await server.stop();
  await expect(query(server.connectionString, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);
});

test('throwaway clusters come from a template, which several processes may make and anybody may delete', async () => {
  const cache = join(directory, 'cache');
  const { XDG_CACHE_HOME: before } = process.env;
  process.env.XDG_CACHE_HOME = cache;
  const files = (): readonly string[] => readdirSync(join(cache, 'schema-service'));
  const answer = async (name: string): Promise<unknown> => {
    const server = await startLocalPostgres({ directory: join(directory, name), throwaway: true });
    try {
      return await query(server.connectionString, "SELECT current_setting('TimeZone') AS zone");
    } finally {
      await server.stop();
    }
  };
  try {
    await Promise.all([answer('one'), answer('two')]);
    const [template = '', ...others] = files();
    expect(template).toMatch(/^postgres-\d+\.\d+-.*\.tar$/);
    expect(others).toEqual([]);
    expect(await answer('three')).toEqual([{ zone: 'UTC' }]);
    writeFileSync(join(cache, 'schema-service', template), 'damaged');
    expect(await answer('four')).toEqual([{ zone: 'UTC' }]);
    expect(statSync(join(cache, 'schema-service', template)).size).toBeGreaterThan(1_000_000);
    rmSync(cache, { recursive: true });
    writeFileSync(cache, 'no folder');
    expect(await answer('five')).toEqual([{ zone: 'UTC' }]);
  } finally {
    if (before === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = before;
  }
});
