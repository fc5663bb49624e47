import type { Options } from 'tsup';

/** The one way a package of this repository is built: ESM for Node, with source maps. Declarations come from tsc. */
export const packageBuild: Options = {
  entry: ['src/index.ts'],
  format: 'esm',
  target: 'node20.19',
  platform: 'node',
  sourcemap: true,
  clean: true,
  splitting: false,
};
