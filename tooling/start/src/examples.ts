import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '@schema-service/bootstrap/options';
import { step } from '@schema-service/bootstrap/steps';

/**
 * The copies of the examples that a run works on: who tries a change tries it
 * there, and the clone stays as it is.
 */
export interface Examples {
  /** The schema repository, as a team has one of its own. */
  readonly repository: string;
  /** The service in TypeScript. */
  readonly web: string;
  /** The same as it was on an earlier version of the schema. */
  readonly webEarlier: string;
  /** The service in Python. */
  readonly ingestor: string;
}

export function examplesIn(dataDirectory: string): Examples {
  const folder = join(dataDirectory, 'try');
  return {
    repository: join(folder, 'db-schema'),
    web: join(folder, 'web'),
    webEarlier: join(folder, 'web-earlier'),
    ingestor: join(folder, 'ingestor'),
  };
}

/** What is copied: paths in the clone and in the folder of the copies. */
const copied: readonly (readonly [from: string, to: string])[] = [
  ['schema', 'db-schema/schema'],
  ['migrations', 'db-schema/migrations'],
  ['schema.config.json', 'db-schema/schema.config.json'],
  ['.changeset/config.json', 'db-schema/.changeset/config.json'],
  ['apps/web/src', 'web/src'],
  ['apps/web/package.json', 'web/package.json'],
  ['apps/web/pnpm-workspace.yaml', 'web/pnpm-workspace.yaml'],
  ['apps/web/tsconfig.json', 'web/tsconfig.json'],
  ['apps/web/src/main.ts', 'web-earlier/src/main.ts'],
  ['apps/web/src/page.ts', 'web-earlier/src/page.ts'],
  ['apps/web/src/new-review.ts', 'web-earlier/src/new-review.ts'],
  ['apps/web/earlier/reviews.ts', 'web-earlier/src/reviews.ts'],
  ['apps/web/earlier/package.json', 'web-earlier/package.json'],
  ['apps/web/pnpm-workspace.yaml', 'web-earlier/pnpm-workspace.yaml'],
  ['apps/web/tsconfig.json', 'web-earlier/tsconfig.json'],
  ['apps/ingestor/ingestor', 'ingestor/ingestor'],
  ['apps/ingestor/batches', 'ingestor/batches'],
  ['apps/ingestor/requirements.txt', 'ingestor/requirements.txt'],
  ['apps/ingestor/pyproject.toml', 'ingestor/pyproject.toml'],
];

/**
 * Makes the copies, or makes them again where the clone has other examples now
 * and nobody has changed the copies. Those that were changed stay.
 */
export async function copyExamples(dataDirectory: string): Promise<Examples> {
  const examples = examplesIn(dataDirectory);
  const folder = dirname(examples.web);
  const stampFile = join(folder, '.copied');
  const stamp = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : undefined;
  const source = digestOf(copied.map(([from]) => join(root, from)));
  if (stamp !== source) {
    await step('copy the examples', async (note) => {
      const isChanged = stamp !== undefined && digestOfCopies(folder) !== stamp;
      if (!isChanged) rmSync(folder, { recursive: true, force: true });
      const missing = copied.filter(([, to]) => !existsSync(join(folder, to)));
      for (const [from, to] of missing) {
        cpSync(join(root, from), join(folder, to), {
          recursive: true,
          filter: (path) => !path.endsWith('__pycache__'),
        });
      }
      if (isChanged) return note('they stay as you changed them; --fresh copies them anew');
      writeManifests(examples.repository);
      writeFileSync(stampFile, source);
      note(folder);
    });
  }
  writeCommands(examples.repository, dataDirectory);
  return examples;
}

function writeManifests(repository: string): void {
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    writeFileSync(join(repository, path), content);
  };
  const manifest = {
    name: 'db-schema',
    private: true,
    type: 'module',
    scripts: {
      change: 'schemactl change',
      check: 'schemactl check',
      release: 'release-here',
    },
  };
  write('package.json', `${JSON.stringify(manifest, null, 2)}\n`);
  write('pnpm-workspace.yaml', 'packages:\n  - packages/*\n');
  // The packages that changesets give versions to.
  const generated = readdirSync(join(root, 'packages')).filter((name) => name.startsWith('db-'));
  for (const name of generated) {
    const { devDependencies, scripts, ...rest } = JSON.parse(
      readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'),
    );
    write(`packages/${name}/package.json`, `${JSON.stringify(rest, null, 2)}\n`);
  }
}

/** The commands of the repository's scripts: where a team installs packages, these lead to the clone. */
function writeCommands(repository: string, dataDirectory: string): void {
  const folder = join(repository, 'node_modules', '.bin');
  mkdirSync(folder, { recursive: true });
  const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
  const run = join(root, 'tooling', 'bootstrap', 'run.mjs');
  const commands = {
    schemactl: [run, 'packages/cli/src/main.ts'],
    'release-here': [run, 'tooling/start/src/release-here.ts', dataDirectory],
  };
  for (const [name, words] of Object.entries(commands)) {
    const command = [process.execPath, ...words].map(quote).join(' ');
    writeFileSync(join(folder, name), `#!/bin/sh\nexec ${command} "$@"\n`);
    chmodSync(join(folder, name), 0o755);
  }
}

/** The digest of the copies as they are now; the stamp is that of what they were made from. */
export function digestOfCopies(folder: string): string {
  return digestOf(copied.map(([, to]) => join(folder, to)));
}

/** Of the names and contents of files and of all that is in folders. */
function digestOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesOf(path)) {
      hash
        .update(`${file}\0`)
        .update(readFileSync(join(path, file)))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

/** Relative to the path, and empty for the path itself where it is a file. */
function filesOf(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('__pycache__'))
      .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
      .toSorted();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [''];
    throw error;
  }
}
