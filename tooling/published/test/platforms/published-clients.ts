import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readReleases } from '@schema-service/release';
import { parseSchema } from '@schema-service/schema-model';
import type { TestProject } from 'vitest/node';
import { publishClients, startVerdaccio } from '../../src/index.ts';

export const root: string = join(import.meta.dirname, '..', '..', '..', '..');
/** The schema with everything, and a service that uses it. */
export const everything: string = join(root, 'packages/codegen/fixtures/everything');

declare module 'vitest' {
  interface ProvidedContext {
    /** Where `@org/db-client` is: 1.0.0 of the schema that has everything, 2.0.0 of the example. */
    readonly registry: string;
  }
}

/** Publishes the clients once for all suites. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const registry = await startVerdaccio();
  const schema = readFileSync(join(everything, 'schema.prisma'), 'utf8');
  const model = parseSchema([{ path: 'schema.prisma', content: schema }]);
  await publishClients({ version: '1.0.0', model }, registry);
  const example = (await readReleases(root)).find(({ version }) => version === '2.0.0');
  if (example === undefined) throw new Error('2.0.0 is not frozen');
  await publishClients(example, registry);
  project.provide('registry', registry.url);
  return () => registry[Symbol.asyncDispose]();
}
