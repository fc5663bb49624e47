import { readFile, writeFile } from 'node:fs/promises';
import { packageBuild } from '@schema-service/tsup-config';
import { licensesOf } from '@schema-service/tsup-config/licenses';
import type { Options } from 'tsup';

/** One file with everything in it starts in half the time, and is all that an image needs. */
const options: Options = {
  ...packageBuild,
  entry: ['src/main.ts'],
  // CommonJS, because pg requires Node's modules by name.
  format: 'cjs',
  noExternal: [/.*/],
  // Loaded by pg only on Cloudflare, and for a password that we did not look for already.
  external: ['pg-cloudflare', 'pgpass'],
  // With a Response to try, pg looks for Cloudflare's: on Node 20 that loads all of fetch, 40 ms.
  define: { Response: 'undefined' },
  sourcemap: false,
  // What is inside, for the test that keeps generators and compilers out.
  metafile: true,
  // Less text to read at every start. The names stay for stack traces: to give them back to shorter ones took 4 ms.
  esbuildOptions: (esbuild) => {
    Object.assign(esbuild, { minifyWhitespace: true, minifySyntax: true });
  },
  // Without the condition `source`: the builds of our packages have embedded what they read from disk.
  tsconfig: 'tsconfig.build.json',
  onSuccess: async () => {
    const metafile = await readFile('dist/metafile-cjs.json', 'utf8');
    await writeFile('dist/LICENSES.txt', await licensesOf(JSON.parse(metafile), '.'));
  },
};

export default options;
