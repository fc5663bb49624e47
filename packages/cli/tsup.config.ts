import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { packageBuild } from '@schema-service/tsup-config';
import { licensesOf } from '@schema-service/tsup-config/licenses';
import type { Options } from 'tsup';

/** A small file that knows the commands, and one for each command, which is read when it runs. */
const options: Options = {
  ...packageBuild,
  entry: ['src/main.ts'],
  splitting: true,
  // All but what reads its .wasm from beside itself; Prisma's engines are asked for by path, and stay so.
  noExternal: [/^(?!libpg-query$)/],
  external: [
    // Loaded by pg only on Cloudflare, or when asked for.
    'pg-cloudflare',
    'pg-native',
  ],
  sourcemap: false,
  // CommonJS dependencies ask for Node's modules by `require`.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  // Without the condition `source`: the builds of our packages have embedded what they read from disk.
  tsconfig: 'tsconfig.build.json',
  // What our packages read from beside themselves at run time, they read from beside the bundle.
  metafile: true,
  onSuccess: async () => {
    const metafile = 'dist/metafile-esm.json';
    const licenses = await licensesOf(JSON.parse(await readFile(metafile, 'utf8')), '.');
    await writeFile('dist/LICENSES.txt', licenses);
    await rm(metafile);
    await cp('../codegen/dist/targets', 'dist/targets', {
      recursive: true,
      filter: (path) => !path.endsWith('.d.ts'),
    });
    await cp('../codegen/dist/declarations.json', 'dist/declarations.json');
    await cp('src/init/templates', 'dist/templates', { recursive: true });
  },
};

export default options;
