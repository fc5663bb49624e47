import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { packageBuild } from '@schema-service/tsup-config';
import type { Options } from 'tsup';
import { builtConsole } from './src/console/console-files.ts';
import { scalarScriptOf } from './src/pages/scalar-script.ts';

/** One file with everything in it but the catalog, which reads its migrations from beside itself. */
const options: Options = {
  ...packageBuild,
  entry: ['src/main.ts'],
  // What reads and compares schemas is a file of its own, loaded when the first one is asked for.
  splitting: true,
  // Prisma's engine reads its .wasm from beside itself; it is asked for by path, and stays so.
  noExternal: [/^(?!@schema-service\/(catalog|errors)$|@prisma\/)/],
  external: [
    // Loaded by pg only on Cloudflare, or when asked for.
    'pg-cloudflare',
    'pg-native',
    // Of schema-model, for what makes SQL or reads a database: nothing here does.
    '@prisma/driver-adapter-utils',
  ],
  sourcemap: false,
  // What is inside, for the test that keeps generators and compilers out.
  metafile: true,
  // CommonJS dependencies ask for Node's modules by `require`.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  // Without the condition `source`: the builds of our packages have embedded what they read from disk.
  tsconfig: 'tsconfig.build.json',
  onSuccess: async () => {
    pack('dist/scalar.js.br', scalarScriptOf(createRequire(import.meta.url)));
    const built = builtConsole();
    for (const path of ['index.html', ...globSync('assets/*', { cwd: built })]) {
      pack(join('dist/console', `${path}.br`), readFileSync(join(built, path)));
    }
  },
};

function pack(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, brotliCompressSync(content));
}

/** A program for a thread: the layout, which nothing else loads. */
const layoutThread: Options = {
  ...packageBuild,
  entry: { 'layout-thread': 'src/diagram/layout-thread.ts' },
  noExternal: [/./],
  // As a text, which a thread takes as CommonJS.
  format: 'cjs',
  sourcemap: false,
  minify: true,
  clean: false,
  tsconfig: 'tsconfig.build.json',
  onSuccess: async () => {
    const built = 'dist/layout-thread.cjs';
    pack(`${built}.br`, readFileSync(built));
    rmSync(built);
  },
};

export default [options, layoutThread];
