import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { licensesOf } from '@schema-service/tsup-config/licenses';
import { build, type Plugin } from 'esbuild';
import { functionModules } from '../src/targets/node/light-internals.mjs';

const generator = createRequire(import.meta.url).resolve('@prisma/client-generator-ts');
const internals = createRequire(generator).resolve('@prisma/internals');

/** As src/targets/node/light-internals.mjs does it: the functions alone, and the rest of the package when it is asked for. */
const lightInternals: Plugin = {
  name: 'light-internals',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@prisma\/internals$/ }, ({ namespace }) =>
      namespace === 'light' ? { path: internals } : { path: internals, namespace: 'light' },
    );
    onLoad({ filter: /.*/, namespace: 'light' }, () => ({
      resolveDir: dirname(internals),
      contents: `
        const { externalToInternalDmmf } = require('@prisma/get-dmmf');
        const light = Object.assign({ externalToInternalDmmf }, ${functionModules.map((path) => `require('${path}')`).join(', ')});
        module.exports = new Proxy(light, {
          get: (functions, name) => (name in functions ? functions : require('@prisma/internals'))[name],
        });`,
    }));
  },
};

/**
 * Writes the process that generates, with all of Prisma's code that it runs, in
 * one file: who installs the command gets that file, and not the 90 packages
 * (70 MiB) that its code comes from. Prisma's WebAssembly stays outside.
 */
export async function bundleGenerator(outfile: string): Promise<void> {
  const { metafile } = await build({
    stdin: {
      contents: `
        import { serveGenerator } from './serve-generator.mjs';
        serveGenerator(require('@prisma/client-generator-ts'));`,
      resolveDir: new URL('../src/targets/node', import.meta.url).pathname,
    },
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    minify: true,
    keepNames: true,
    legalComments: 'none',
    banner: {
      js: [
        "import { createRequire as __createRequire } from 'node:module';",
        'const require = __createRequire(import.meta.url);',
        'const __filename = import.meta.filename, __dirname = import.meta.dirname;',
      ].join('\n'),
    },
    external: ['@prisma/prisma-schema-wasm', '@prisma/schema-engine-wasm'],
    plugins: [lightInternals],
    logLevel: 'warning',
    metafile: true,
  });
  await writeFile(
    join(dirname(outfile), 'LICENSES.txt'),
    await licensesOf(metafile, process.cwd()),
  );
}
