import { globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { findPackage, MIB, manifestOf, neededBy, sizeOf } from './installed-packages.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** What makes packages, and what no server that serves or migrates needs. */
const makers =
  /^(@prisma\/(?!prisma-schema-wasm$)|prisma$|@schema-service\/(codegen|release|sql-lint)$|typescript$|esbuild$|tsup$|handlebars$|@electric-sql\/|libpg-query$)/;
/** What reads and compares schemas. */
const readers = /^(@prisma\/prisma-schema-wasm|@schema-service\/schema-(model|diff))$/;

test.for([
  // Of it 3.1 MiB are Prisma's schema engine, for GET /diff, /compatibility and the SchemaModel of a schema,
  // 1.4 MiB the queue of runs, pg-boss with the schedules that it can read, 1.0 MiB the script of the API reference, and
  // 0.15 MiB what drafts the migrations of a schema in work.
  { app: 'apps/schema-api', packages: 5, mib: 10.2, reads: true },
  // Of it 20 kB are backfills in batches, 11 kB released migrations (--from), 12 kB the licenses of what is bundled, and
  // 15 kB the names of functions for the stack in the report of a bug, 3 kB the tables of other tools, 12 kB runs and
  // archives of a Schema API (--api, --from), 2 kB the file of tokens for it, 10 kB the handshake with clients,
  // 10 kB what scripts that run alone are checked and told by, 5 kB signals, and waiting for versions and servers,
  // 5 kB marks, 6 kB who blocks a statement, 7 kB fleets, 14 kB repeatable scripts, 11 kB plans as scripts (3 of them
  // have psql send statements whole) and in files, 5 kB metrics for Prometheus, 13 kB connections as libpq has them, 9 kB
  // the pauses of backfills, 5 kB hooks, 3 kB spans, 48 kB squashed scripts (23 of them read the statements that make a
  // database anew), and 20 kB versions side by side: who uses them, their contracts and brownouts.
  { app: 'apps/migrator', packages: 1, mib: 0.64, reads: false },
])(
  '$app runs without generators and compilers',
  async ({ app, packages, mib, reads }, { annotate }) => {
    const installed = closureOf(join(root, app));
    const bytes = [...installed.values()].reduce((sum, size) => sum + size, 0);
    await annotate(`${installed.size} packages, ${(bytes / MIB).toFixed(2)} MiB`);
    const bundled = bundledPackages(join(root, app));
    expect(bundled).toContain('@schema-service/migrator');
    const names = [...installed.keys(), ...bundled];
    expect(names.filter((name) => makers.test(name))).toEqual([]);
    expect(names.some((name) => readers.test(name))).toBe(reads);
    expect(installed.size).toBeLessThanOrEqual(packages);
    expect(bytes / MIB).toBeLessThanOrEqual(mib);
  },
);

/** The packages that an install of a folder's package brings, itself included, with the bytes of each. */
function closureOf(folder: string, found = new Map<string, number>()): Map<string, number> {
  const manifest = manifestOf(folder);
  if (found.has(manifest.name)) return found;
  found.set(manifest.name, sizeOf(folder, manifest.files));
  for (const name of neededBy(manifest)) {
    const place = findPackage(folder, name);
    if (place === undefined) throw new Error(`${name} is not installed for ${folder}.`);
    closureOf(place, found);
  }
  return found;
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
