import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { GeneratedFile } from '../../generated-package.ts';
import { targetAsset } from '../../target-asset.ts';

let cached: Promise<readonly GeneratedFile[]> | undefined;

/** What the Node client needs of Prisma to run, as files below `folder`. */
export async function prismaRuntimeFiles(folder: string): Promise<readonly GeneratedFile[]> {
  cached ??= readRuntime();
  return (await cached).map(({ path, content }) => ({ path: `${folder}/${path}`, content }));
}

/** As the build has bundled it; in the sources it is bundled when it is asked for. */
async function readRuntime(): Promise<readonly GeneratedFile[]> {
  const built = fileURLToPath(targetAsset('node', 'runtime/'));
  if (existsSync(built)) {
    return readdirSync(built).map((path) => ({
      path,
      content: readFileSync(`${built}${path}`, 'utf8'),
    }));
  }
  const bundler = new URL('../../../bundle/bundle-prisma-runtime.ts', import.meta.url).href;
  const { bundlePrismaRuntime } = (await import(bundler)) as {
    readonly bundlePrismaRuntime: () => Promise<readonly GeneratedFile[]>;
  };
  return bundlePrismaRuntime();
}
