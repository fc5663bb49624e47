import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { printSchema, type SchemaModel } from '@schema-service/schema-model';
import { build } from 'esbuild';
import { writePackage } from '../../src/index.ts';
import { startGenerator } from '../../src/targets/node/generator-process.ts';
import { nodeTarget } from '../../src/targets/node/node-target.ts';
import { generatorOptions } from '../../src/targets/node/prisma-client-files.ts';
import { options } from '../fixture.ts';

const ownModules = join(import.meta.dirname, '../../node_modules');

/** A folder with two clients of one schema: the generated package, and what Prisma generates, beside Prisma's own packages. */
export interface BothClients {
  readonly directory: string;
  [Symbol.dispose](): void;
}

export async function bothClients(model: SchemaModel): Promise<BothClients> {
  const directory = mkdtempSync(join(tmpdir(), 'differential-'));
  linkModules(directory, ['pg', '@prisma/client', '@prisma/adapter-pg']);
  const generated = await nodeTarget.generate(model, options);
  const compiled = await nodeTarget.compile?.(generated);
  await writePackage(compiled ?? generated, join(directory, 'own'));
  await writeStock(model, directory);
  return { directory, [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }) };
}

/** Gives a folder packages of this one's. */
export function linkModules(directory: string, names: readonly string[]): void {
  for (const name of names) {
    const link = join(directory, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(ownModules, name), link);
  }
}

async function writeStock(model: SchemaModel, directory: string): Promise<void> {
  const schema = printSchema(model, { documentation: false });
  const sources = join(directory, 'sources');
  const generator = startGenerator();
  try {
    await generator.generate(schema, generatorOptions(schema, sources), directory);
  } finally {
    generator.stop();
  }
  await build({
    entryPoints: [join(sources, 'client.ts')],
    outfile: join(directory, 'stock.mjs'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
}
