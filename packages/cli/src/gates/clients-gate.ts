import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createThrowawayDatabase } from '@schema-service/local-postgres';
import { up } from '@schema-service/migrator';
import { inTemporaryFolder, migratedVersion } from '@schema-service/release';
import { migrationsFolder } from '@schema-service/repository';
import type { Gate, GateInput } from './gate.ts';

const run = promisify(execFile);

/**
 * The packages install together in an empty project, and their clients read
 * every model and view of a database at the version.
 */
export const clientsGate: Gate = {
  name: 'clients',
  work: 'Installing the clients and reading with them',
  run: async (input) => {
    const { root, release, releases } = input.chosen;
    const to = migratedVersion(releases, release.version);
    if (to === undefined) return { problems: [], note: 'left out: there are no migrations' };
    return inTemporaryFolder(async (folder) => {
      await using database = await createThrowawayDatabase(await input.serverUrl(), 'clients');
      const url = database.connectionString;
      await up({ connection: url, migrations: join(root, migrationsFolder), to });
      for (const { filename, bytes } of input.built.artifacts) {
        await writeFile(join(folder, filename), bytes);
      }
      const node = await tryNode(input, folder, url);
      const python = await tryPython(input, folder, url);
      return {
        problems: [...node, ...(python.problem === undefined ? [] : [python.problem])],
        ...(python.leftOut === undefined ? {} : { note: python.leftOut }),
      };
    });
  },
};

async function tryNode(
  { built }: GateInput,
  folder: string,
  url: string,
): Promise<readonly string[]> {
  const node = built.artifacts.find(({ language }) => language === 'node');
  if (node === undefined) return [];
  const files = built.artifacts
    .filter(({ format }) => format === 'npm-tarball')
    .map(({ filename }) => `./${filename}`);
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  await writeFile(join(folder, 'read-all.mjs'), readAllNode(node.name));
  const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
  return (
    (await problemOf('npm install', () =>
      run('npm', ['install', ...options, ...files], { cwd: folder }),
    )) ??
    (await problemOf(node.name, () =>
      run(process.execPath, ['read-all.mjs'], { cwd: folder, env: withUrl(url) }),
    )) ??
    []
  );
}

/** Reads the first row of each model and view, whatever their names. */
const readAllNode = (name: string): string => `import { createClient } from ${JSON.stringify(name)};
const db = createClient({ connectionString: process.env.DATABASE_URL });
const models = Object.keys(db).filter((key) => typeof db[key]?.findFirst === 'function');
if (models.length === 0) throw new Error('The client has no model.');
for (const model of models) {
  await db[model].findFirst().catch((error) => {
    throw new Error(model + ': ' + error.message);
  });
}
await db.$disconnect();
`;

interface PythonTrial {
  readonly problem?: string;
  /** Why Python was not tried. */
  readonly leftOut?: string;
}

async function tryPython({ built }: GateInput, folder: string, url: string): Promise<PythonTrial> {
  const wheel = built.artifacts.find(({ format }) => format === 'wheel');
  if (wheel === undefined) return {};
  const python = join(folder, 'venv', 'bin', 'python');
  try {
    await run('python3', ['-m', 'venv', join(folder, 'venv')]);
  } catch {
    return { leftOut: 'Python was not tried: python3 -m venv does not work here' };
  }
  const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--quiet'];
  const [problem] =
    (await problemOf('pip install', () =>
      run(python, [...pip, join(folder, wheel.filename)], { cwd: folder }),
    )) ??
    (await problemOf(wheel.name, () =>
      run(python, ['-c', readAllPython, wheel.name.replaceAll('-', '_')], {
        cwd: folder,
        env: withUrl(url),
      }),
    )) ??
    [];
  return problem === undefined ? {} : { problem };
}

const readAllPython = `import importlib, os, sys
module = importlib.import_module(sys.argv[1])
with module.Client(os.environ["DATABASE_URL"]) as db:
    names = [name for name in dir(db) if not name.startswith("_")]
    tables = [name for name in names if hasattr(getattr(db, name), "find_first")]
    assert tables, "The client has no model."
    for name in tables:
        try:
            getattr(db, name).find_first()
        except Exception as error:
            raise SystemExit(f"{name}: {error}")
`;

const withUrl = (url: string): NodeJS.ProcessEnv => ({ ...process.env, DATABASE_URL: url });

/** The last lines of what failed; undefined where nothing did. */
async function problemOf(
  what: string,
  work: () => Promise<unknown>,
): Promise<readonly string[] | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    const { stderr = '', message } = error as Error & { readonly stderr?: string };
    const said = stderr
      .trim()
      .split('\n')
      .filter((line) => line.trim() !== '');
    return [`${what}: ${said.slice(-4).join(' ') || message}`];
  }
}
