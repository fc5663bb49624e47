import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { licensesOf } from '@schema-service/tsup-config/licenses';
import { build, type Metafile } from 'esbuild';
import type { GeneratedFile } from '../src/generated-package.ts';
import { declarationChanges, prismaChanges } from './prisma-changes.ts';

const require = createRequire(import.meta.url);
const clientFolder = dirname(require.resolve('@prisma/client/package.json'));
const adapter = require.resolve('@prisma/adapter-pg');
const ofClient = createRequire(join(clientFolder, 'package.json'));
const ofAdapter = createRequire(adapter);

/**
 * What the Node client needs of Prisma to run, as files of its own: the run time
 * with the driver adapter for PostgreSQL, the compiler of queries for PostgreSQL,
 * their declarations and licenses. Prisma's packages have those of five databases.
 *
 * One CommonJS module, so that both module systems share its classes. `pg` stays
 * outside: services make pools of it.
 */
export async function bundlePrismaRuntime(): Promise<readonly GeneratedFile[]> {
  const [client, browser] = await Promise.all([
    bundled(
      `module.exports = {
        ...require('@prisma/client/runtime/client'),
        PrismaPg: require('@prisma/adapter-pg').PrismaPg,
        parseArray: require('postgres-array').parse,
      };
      for (const [key, value] of ${JSON.stringify(namesOfClient())})
        Object.defineProperty(module.exports[key], 'name', { value });`,
      'node',
    ),
    bundled(`module.exports = require('@prisma/client/runtime/index-browser');`, 'browser'),
  ]);
  const compiler = (name: string): Promise<string> =>
    readFile(join(clientFolder, 'runtime', `query_compiler_fast_bg.postgresql.${name}`), 'utf8');
  return [
    { path: 'LICENSES.txt', content: await licensesOf(client.metafile, clientFolder) },
    { path: 'client.js', content: client.text },
    { path: 'index-browser.js', content: browser.text },
    ...(await declarations()),
    {
      path: 'query-compiler.d.ts',
      content: 'declare const runtime: unknown;\nexport = runtime;\n',
    },
    { path: 'query-compiler.js', content: await compiler('js') },
    {
      path: 'query-compiler-wasm.d.ts',
      content: '/** WebAssembly as base64. */\nexport declare const wasm: string;\n',
    },
    { path: 'query-compiler-wasm.js', content: await compiler('wasm-base64.js') },
  ];
}

/** What classes and functions are called, some of which the bundler renames. */
function namesOfClient(): readonly (readonly [key: string, name: string])[] {
  const client: Readonly<Record<string, unknown>> = require('@prisma/client/runtime/client');
  return Object.entries(client).flatMap(([key, value]) =>
    typeof value === 'function' ? [[key, value.name] as const] : [],
  );
}

async function bundled(
  contents: string,
  platform: 'node' | 'browser',
): Promise<{ readonly text: string; readonly metafile: Metafile }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    // The names of modules, which are kept, are paths from here; this module is elsewhere once it is built.
    absWorkingDir: clientFolder,
    bundle: true,
    platform,
    target: 'es2022',
    format: 'cjs',
    minifySyntax: true,
    minifyWhitespace: true,
    // With the names of before, as each function that is given its own again costs time at every call.
    minifyIdentifiers: false,
    legalComments: 'none',
    external: ['pg'],
    plugins: [prismaChanges],
    logLevel: 'warning',
    metafile: true,
    write: false,
  });
  return { text: outputFiles[0]?.text ?? '', metafile };
}

/** What the module has beyond Prisma's run time. */
const OF_OTHER_PACKAGES = `
export { PrismaPg } from './adapter-pg.js';
export declare function parseArray<T>(text: string, item: (text: string) => T): T[];
`;

/** Each package's declarations are one file, which names the others by the names of their packages. */
async function declarations(): Promise<readonly GeneratedFile[]> {
  const sources = {
    'client.d.ts': join(clientFolder, 'runtime/client.d.ts'),
    'index-browser.d.ts': join(clientFolder, 'runtime/index-browser.d.ts'),
    'client-runtime-utils.d.ts': declarationsOf(ofClient, '@prisma/client-runtime-utils'),
    'adapter-pg.d.ts': adapter.replace(/\.m?js$/, '.d.ts'),
    'driver-adapter-utils.d.ts': declarationsOf(ofAdapter, '@prisma/driver-adapter-utils'),
  };
  const own = new Map([
    ['@prisma/client-runtime-utils', './client-runtime-utils.js'],
    ['@prisma/driver-adapter-utils', './driver-adapter-utils.js'],
  ]);
  const contents = Object.entries(sources).map(async ([path, file]): Promise<GeneratedFile> => {
    const text = (await readFile(file, 'utf8'))
      .replace(/(?<=from ')@prisma\/[\w-]+(?=')/g, (name) => own.get(name) ?? name)
      // A helper for logs, which nothing of a client's types has.
      .replace(/^import \{ Debug \} from '@prisma\/debug';$/m, 'declare const Debug: unknown;');
    return {
      path,
      content: path === 'client.d.ts' ? declarationChanges(text, file) + OF_OTHER_PACKAGES : text,
    };
  });
  const files = await Promise.all(contents);
  return [...files, nameable(String(files[0]?.content))];
}

/**
 * The types that those of queries and extensions are made of, for the root to
 * export: a declaration of a service's can name nothing else. With a `$`, which no
 * name of a schema begins with.
 */
function nameable(client: string): GeneratedFile {
  const exported = /^export (?:declare (?:type|interface|class) (\w+)|\{ (\w+) \})/gm;
  const declared = [...client.matchAll(exported)].flatMap(([, name, again]) => name ?? again ?? []);
  const names = [...new Set(declared)].sort().map((name) => `  ${name} as $${name},\n`);
  return {
    path: 'nameable.d.ts',
    content: `export type {\n${names.join('')}} from './client.js';\n`,
  };
}

function declarationsOf(from: NodeJS.Require, name: string): string {
  return from.resolve(name).replace(/\.m?js$/, '.d.ts');
}
