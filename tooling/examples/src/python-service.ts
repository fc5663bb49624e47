import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { codegenTargets, packageNames, writePackage } from '@schema-service/codegen';
import { createTestDatabase } from '@schema-service/local-postgres';
import { up } from '@schema-service/migrator';
import { parseSchema } from '@schema-service/schema-model';
import pg from 'pg';

const root = join(import.meta.dirname, '../../..');
const pyright = join(
  dirname(createRequire(import.meta.url).resolve('pyright/package.json')),
  'index.js',
);

/** What a command printed, and how it ended. */
export interface Ran {
  readonly code: number;
  readonly output: string;
}

/** A copy of a service of `apps/`, beside the client and with the database of a version. */
export interface PythonService {
  /** Runs `python -m ...` in its folder. */
  readonly run: (...args: readonly string[]) => Promise<Ran>;
  /** Checks it by pyright, strictly. */
  readonly check: () => Promise<Ran>;
  readonly query: (sql: string) => Promise<readonly unknown[]>;
  readonly dispose: () => Promise<void>;
}

export async function prepareService(
  app: string,
  version: string,
  python: string,
): Promise<PythonService> {
  const folder = mkdtempSync(join(tmpdir(), `${app}-`));
  const [client, service] = [join(folder, 'client'), join(folder, 'service')];
  const database = await createTestDatabase();
  const connection = database.connectionString;
  await up({ connection, migrations: join(root, 'migrations'), to: version });
  const path = join(root, 'schema/versions', version, 'schema.prisma');
  const model = parseSchema([{ path, content: readFileSync(path, 'utf8') }]);
  const names = packageNames({ scope: '@org', name: 'db' });
  await writePackage(await codegenTargets.python.generate(model, { version, names }), client);
  cpSync(join(root, 'apps', app), service, { recursive: true });
  const env = {
    ...process.env,
    DATABASE_URL: connection,
    PYTHONPATH: [client, service].join(delimiter),
  };
  const run = (program: string, args: readonly string[]): Promise<Ran> =>
    promisify(execFile)(program, args, { cwd: service, env }).then(
      ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
      ({ code, stdout, stderr }) => ({ code, output: stdout + stderr }),
    );
  return {
    run: (...args) => run(python, ['-m', ...args]),
    check: () => {
      const config = {
        typeCheckingMode: 'strict',
        pythonVersion: '3.11',
        extraPaths: ['../client'],
      };
      writeFileSync(join(service, 'pyrightconfig.json'), JSON.stringify(config));
      return run(process.execPath, [pyright, '--pythonpath', python]);
    },
    query: async (sql) => {
      const session = new pg.Client({ connectionString: connection });
      await session.connect();
      try {
        return (await session.query(sql)).rows;
      } finally {
        await session.end();
      }
    },
    dispose: async () => {
      await database[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
