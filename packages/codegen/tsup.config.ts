import { cp, writeFile } from 'node:fs/promises';
import { packageBuild } from '@schema-service/tsup-config';
import { bundleGenerator } from './bundle/bundle-generator.ts';
import { bundlePrismaRuntime } from './bundle/bundle-prisma-runtime.ts';
import { collectDeclarations } from './bundle/collect-declarations.ts';

const config: typeof packageBuild = {
  ...packageBuild,
  onSuccess: async () => {
    // Templates and static run-time files are read beside the bundle, under the same paths as in the sources.
    await cp('src/targets', 'dist/targets', {
      recursive: true,
      filter: (path) =>
        /fast-path\/[\w-]+\.ts$/.test(path) || !/\.m?ts$|\.mjs$|__pycache__/.test(path),
    });
    await bundleGenerator('dist/targets/node/generator-process.mjs');
    await collectDeclarations('dist/declarations.json');
    // As data: its modules are CommonJS, which a package of ES modules cannot have as files.
    const runtime = await bundlePrismaRuntime();
    await writeFile('dist/targets/node/runtime.json', JSON.stringify(runtime));
  },
};

export default config;
