import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { codegenTargets, packageNames, writePackage } from '@schema-service/codegen';
import { createTestDatabase, type TestDatabase } from '@schema-service/local-postgres';
import { up } from '@schema-service/migrator';
import { parseSchema } from '@schema-service/schema-model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const execute = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
const PYTHON = process.env.TEST_PYTHON ?? '';
const version = '2.0.0';

describe.skipIf(!PYTHON)('the reviews API, a FastAPI service on the generated client', () => {
  let folder: string;
  let database: TestDatabase;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'reviews-api-'));
    database = await createTestDatabase();
    await up({
      connection: database.connectionString,
      migrations: join(root, 'migrations'),
      to: version,
    });
    const path = join(root, 'schema/versions', version, 'schema.prisma');
    const model = parseSchema([{ path, content: readFileSync(path, 'utf8') }]);
    const names = packageNames({ scope: '@org', name: 'db' });
    await writePackage(
      await codegenTargets.python.generate(model, { version, names }),
      join(folder, 'client'),
    );
    cpSync(join(root, 'apps/reviews-api'), join(folder, 'service'), { recursive: true });
  });

  afterAll(async () => {
    await database[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  const python = async (...args: readonly string[]): Promise<string> => {
    const path = [join(folder, 'client'), join(folder, 'service')].join(delimiter);
    const options = {
      cwd: join(folder, 'service'),
      env: {
        ...process.env,
        DATABASE_URL: database.connectionString,
        PYTHONPATH: path,
      },
    };
    return execute(PYTHON, ['-m', ...args], options).then(
      () => '',
      ({ stdout, stderr }) => `${stdout}${stderr}`,
    );
  };

  test('does what its tests say, under uvicorn too', async () => {
    expect(await python('pytest', '-q', '-p', 'no:cacheprovider')).toBe('');
  });

  test('passes pyright strict and ruff', async () => {
    writeFileSync(
      join(folder, 'service/pyrightconfig.json'),
      JSON.stringify({
        typeCheckingMode: 'strict',
        pythonVersion: '3.11',
        extraPaths: ['../client'],
      }),
    );
    const pyright = join(
      dirname(createRequire(import.meta.url).resolve('pyright/package.json')),
      'index.js',
    );
    const options = { cwd: join(folder, 'service') };
    const typed = await execute(process.execPath, [pyright, '--pythonpath', PYTHON], options).catch(
      ({ stdout, stderr }) => ({ stdout: `${stdout}${stderr}` }),
    );
    expect(typed.stdout).toContain('0 errors, 0 warnings');
    expect(await python('ruff', 'check', '--no-cache', '.')).toBe('');
    expect(await python('ruff', 'format', '--no-cache', '--check', '.')).toBe('');
  });
});
