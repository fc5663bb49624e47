import { existsSync, readFileSync } from 'node:fs';
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
  const built = targetAsset('node', 'runtime.json');
  if (existsSync(built)) return JSON.parse(readFileSync(built, 'utf8')) as readonly GeneratedFile[];
  const bundler = new URL('../../../bundle/bundle-prisma-runtime.ts', import.meta.url).href;
  const { bundlePrismaRuntime } = (await import(bundler)) as {
    readonly bundlePrismaRuntime: () => Promise<readonly GeneratedFile[]>;
  };
  return bundlePrismaRuntime();
}
