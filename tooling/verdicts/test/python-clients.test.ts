import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { bothClients, createSharedDatabase } from './two-versions.ts';

const python = process.env.TEST_PYTHON;

test.skipIf(python === undefined)(
  'Python clients of two versions work on one database at once',
  async () => {
    using clients = await bothClients();
    await using database = await createSharedDatabase();
    const file = join(import.meta.dirname, 'two_versions.py');
    const args = ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', file];
    const result = await promisify(execFile)(python ?? '', args, {
      env: {
        ...process.env,
        DATABASE_URL: database.connectionString,
        PYTHONPATH: clients.python,
        PYTHONDONTWRITEBYTECODE: '1',
      },
    }).catch((error: { readonly stdout: string; readonly stderr: string }) => error);
    expect(result.stdout + result.stderr).toMatch(/^\d+ passed in [^\n]*\n$/m);
  },
  120_000,
);
