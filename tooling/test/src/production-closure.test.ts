import { globSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const MIB = 1024 ** 2;

/** What makes packages, and what no server that serves or migrates needs. */
const makers =
  /^(@prisma\/|prisma$|@schema-service\/(codegen|release|schema-model|schema-diff|sql-lint)$|typescript$|esbuild$|tsup$|handlebars$|@electric-sql\/|libpg-query$)/;

test.for([
  { app: 'apps/schema-api', packages: 4, mib: 5 },
  // Of it 20 kB are backfills in batches, 11 kB released migrations (--from), and 15 kB the names of functions for the
  // stack in the report of a bug.
  { app: 'apps/migrator', packages: 1, mib: 0.27 },
])('$app runs without generators and compilers', async ({ app, packages, mib }, { annotate }) => {
  const installed = closureOf(join(root, app));
  const bytes = [...installed.values()].reduce((sum, size) => sum + size, 0);
  await annotate(`${installed.size} packages, ${(bytes / MIB).toFixed(2)} MiB`);
  const bundled = bundledPackages(join(root, app));
  expect(bundled).toContain('@schema-service/migrator');
  expect([...installed.keys(), ...bundled].filter((name) => makers.test(name))).toEqual([]);
  expect(installed.size).toBeLessThanOrEqual(packages);
  expect(bytes / MIB).toBeLessThanOrEqual(mib);
});

/** The packages that an install of a folder's package brings, itself included, with the bytes of each. */
function closureOf(folder: string, found = new Map<string, number>()): Map<string, number> {
  const manifest = manifestOf(folder);
  if (found.has(manifest.name)) return found;
  found.set(manifest.name, sizeOf(folder, manifest.files));
  const isOptional = (name: string): boolean =>
    manifest.peerDependenciesMeta?.[name]?.optional === true;
  const peers = Object.keys(manifest.peerDependencies ?? {}).filter((name) => !isOptional(name));
  for (const name of [...Object.keys(manifest.dependencies ?? {}), ...peers]) {
    closureOf(resolve(folder, name), found);
  }
  return found;
}

interface Manifest {
  readonly name: string;
  /** Absent where all is published. */
  readonly files?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

function sizeOf(folder: string, files: readonly string[] = ['**']): number {
  const isOurs = !folder.includes('node_modules');
  const patterns = isOurs ? files.flatMap((file) => [file, `${file}/**`]) : ['**'];
  return globSync(patterns, { cwd: folder, exclude: (path) => path === 'node_modules' })
    .map((path) => statSync(join(folder, path)))
    .reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
}

/** As Node looks for it: in the folders called node_modules above the real place. */
function resolve(folder: string, name: string): string {
  for (let at = folder; ; at = dirname(at)) {
    const candidate = join(at, 'node_modules', name);
    if (statSync(candidate, { throwIfNoEntry: false })) return realpathSync(candidate);
    if (at === dirname(at)) throw new Error(`${name} is not installed for ${folder}.`);
  }
}

/** The packages that a bundle has code of. */
function bundledPackages(folder: string): readonly string[] {
  const names = globSync('dist/metafile-*.json', { cwd: folder }).flatMap((file) => {
    const { inputs } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    return Object.keys(inputs).map((input) => packageOf(join(folder, input)));
  });
  return [...new Set(names)];
}

function packageOf(file: string): string {
  const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file) ?? [];
  if (name !== undefined) return name;
  for (let at = dirname(file); relative(root, at) !== ''; at = dirname(at)) {
    if (statSync(join(at, 'package.json'), { throwIfNoEntry: false })) return manifestOf(at).name;
  }
  throw new Error(`${file} is of no package.`);
}
