import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { packAll, packageNames, unpackNpm, writePackage } from '@schema-service/codegen';
import type { SchemaModel } from '@schema-service/schema-model';
import type { NodeModule } from './node-snippets.ts';
import type { Outcome } from './snippets.ts';

/** A folder with the packed clients of a schema in its node_modules. */
export interface NodeProject {
  readonly folder: string;
  /** What the compiler says of modules under `strict` and stricter. */
  readonly check: (modules: readonly NodeModule[]) => Promise<string>;
  /** Runs modules one by one, each on a database as the seed makes it. */
  readonly run: (
    modules: readonly NodeModule[],
    database: { readonly connectionString: string; readonly seed: string },
  ) => Promise<readonly Outcome[]>;
  readonly dispose: () => void;
}

const STRICT = `--ignoreConfig --noEmit --pretty false --strict --exactOptionalPropertyTypes
  --noUncheckedIndexedAccess --noImplicitReturns --allowJs --checkJs --module nodenext --target es2023
  --lib es2023,esnext.disposable,dom,dom.iterable --types node --skipLibCheck`.split(/\s+/);

const require = createRequire(import.meta.url);
const folderOf = (name: string): string => dirname(require.resolve(`${name}/package.json`));

export async function prepareNodeProject(
  model: SchemaModel,
  version: string,
): Promise<NodeProject> {
  const folder = mkdtempSync(join(tmpdir(), 'node-examples-'));
  const names = packageNames({ scope: '@org', name: 'db', clients: { node: {}, types: {} } });
  const link = (name: string, place = folderOf(name)): void => {
    const path = join(folder, 'node_modules', name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(place, path);
  };
  for (const artifact of await packAll(model, { version, names })) {
    await writePackage(await unpackNpm(artifact), join(folder, 'node_modules', artifact.name));
  }
  for (const name of ['pg', '@types/pg', '@types/node']) link(name);
  // It has no entry for its package.json.
  link('kysely', join(dirname(require.resolve('kysely')), '..'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  cpSync(join(import.meta.dirname, 'run-snippets.mjs'), join(folder, 'run-snippets.mjs'));

  const node = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    promisify(execFile)(process.execPath, [...args], {
      cwd: folder,
      env: { ...process.env, ...env },
      maxBuffer: 2 ** 26,
    });
  return {
    folder,
    check: async (modules) => {
      for (const { file, content } of modules) writeFileSync(join(folder, file), content);
      const tsc = join(folderOf('typescript'), 'bin/tsc');
      return node([tsc, ...STRICT, ...modules.map(({ file }) => file)]).then(
        ({ stdout }) => stdout,
        ({ stdout, stderr }) => `${stdout}${stderr}`,
      );
    },
    run: async (modules, { connectionString, seed }) => {
      const args = ['run-snippets.mjs', seed, ...modules.map(({ file }) => file)];
      const { stdout } = await node(args, { DATABASE_URL: connectionString });
      return JSON.parse(stdout);
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}
