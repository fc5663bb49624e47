import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { startSchemaApi } from './schema-api-process.ts';
import { root } from './started.ts';

const migrator = join(root, 'apps', 'migrator', 'dist', 'main.cjs');
const cli = join(root, 'packages', 'cli', 'dist', 'main.js');

test('schemactl logs in, makes tokens for others and ends them, and shows who did', async () => {
  await using database = await createTestDatabase();
  const home = mkdtempSync(join(tmpdir(), 'access-'));
  const adminToken = 'the-admin-of-this-test-0123456789abcdef';
  await using server = await startSchemaApi({
    DATABASE_URL: database.connectionString,
    ADMIN_TOKEN: adminToken,
    READ_ACCESS: 'token',
  });
  try {
    const { url } = server;
    const env: Record<string, string> = { XDG_CONFIG_HOME: home };
    const schemactl = (args: readonly string[], input = '', more: object = {}) =>
      runTool(cli, args, input, more);
    const runTool = async (
      program: string,
      args: readonly string[],
      input: string,
      more: object,
    ) => {
      const child = spawn(process.execPath, [program, ...args], {
        cwd: home,
        env: { PATH: process.env.PATH, ...env, ...more },
      });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (chunk) => {
        stdout += chunk;
      });
      child.stderr.on('data', (chunk) => {
        stderr += chunk;
      });
      child.stdin.end(input);
      const [code] = await once(child, 'close');
      return { code, stdout, stderr };
    };

    const stranger = await schemactl(['token', 'list', '--api', url]);
    expect(stranger.code).toBe(1);
    expect(stranger.stderr).toContain('TOKEN_REQUIRED');
    const login = ['login', '--api', `${url}/`, '--token-stdin'];
    const wrong = await schemactl(login, 'x'.repeat(40));
    expect(wrong.stderr).toContain('TOKEN_INVALID');
    const file = join(home, 'schema-service', 'tokens.json');
    expect(existsSync(file)).toBe(false);
    const untyped = await schemactl(['login', '--api', url]);
    expect(untyped.code).toBe(2);

    const narrow = await schemactl([...login, '--scope', 'read', '--expires', '1h'], adminToken);
    expect(narrow.stderr).toMatch(/you are \S+ on \S+ \(read\), until /);
    expect(readFileSync(file, 'utf8')).not.toContain(adminToken);

    const done = await schemactl(login, `${adminToken}\n`);
    expect(done).toMatchObject({ code: 0, stdout: '' });
    expect(done.stderr).toContain('you are ADMIN_TOKEN (admin)');
    expect(done.stderr).not.toContain(adminToken);
    expect(statSync(file).mode & 0o777).toBe(0o600);

    // The one Schema API that is known needs no --api.
    const made = await schemactl([
      'token',
      'create',
      'ci',
      '--scope',
      'publish',
      '--expires',
      '2h',
    ]);
    expect(made.stdout).toMatch(/^sst_\w{82}\n$/);
    const token = made.stdout.trim();
    const asCi = { SCHEMA_API_TOKEN: token, SCHEMA_API_URL: url };
    const own = await schemactl(['token', 'list', '--json'], '', asCi);
    expect(JSON.parse(own.stdout)).toMatchObject({
      tokens: [{ name: 'ci', scopes: ['publish'], createdBy: 'ADMIN_TOKEN' }],
    });
    const more = ['token', 'create', 'more', '--scope', 'admin'];
    expect((await schemactl(more, '', asCi)).stderr).toContain('TOKEN_SCOPE_NOT_HELD');
    expect((await schemactl(['audit'], '', asCi)).stderr).toContain('TOKEN_SCOPE_MISSING');

    const [{ id }] = JSON.parse(own.stdout).tokens;
    expect(await schemactl(['token', 'revoke', id])).toMatchObject({ code: 0, stdout: `${id}\n` });
    expect((await schemactl(['token', 'list'], '', asCi)).stderr).toContain('It was revoked.');
    const alive = await schemactl(['token', 'list']);
    expect(alive.stdout).not.toContain(id);
    expect((await schemactl(['token', 'list', '--all'])).stdout).toContain(id);
    const audit = await schemactl(['audit', '--limit', '2']);
    expect(audit.stdout).toMatch(/ADMIN_TOKEN +token\.revoke .+\n.+ADMIN_TOKEN +token\.create /);

    // The migrator finds the token, too; nothing is published yet.
    const up = ['up', '--from', url];
    const target = { DATABASE_URL: database.connectionString };
    const migrate = async () => (await runTool(migrator, up, '', target)).stderr;
    expect(await migrate()).toContain(`0 releases of ${url}`);
    const remote = ['status', '--api', url, '--env', 'none'];
    const ask = async () => (await runTool(migrator, remote, '', {})).stderr;
    expect(await ask()).toContain('ENVIRONMENT_UNKNOWN');
    expect((await schemactl(['logout'])).stderr).toContain('the token is forgotten');
    expect(existsSync(file)).toBe(false);
    expect(await migrate()).toContain('TOKEN_REQUIRED');
    expect(await ask()).toContain('TOKEN_REQUIRED');
  } finally {
    rmSync(home, { recursive: true });
  }
});
