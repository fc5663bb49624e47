import type { SchemaModel } from '@schema-service/schema-model';
import type { CodegenOptions, CodegenTargetName } from './codegen-target.ts';
import { chosenTargets } from './codegen-targets.ts';
import type { GeneratedPackage } from './generated-package.ts';

/** One package of each target that is chosen. */
export type GeneratedPackages = Readonly<Partial<Record<CodegenTargetName, GeneratedPackage>>>;

/**
 * The chosen packages of one version of a schema: the Node client as TypeScript
 * sources, everything else as it is published.
 *
 * @throws SchemaServiceError `NODE_CLIENT_GENERATION_FAILED`, `NODE_GENERATOR_ENDED`
 */
export async function generateAll(
  model: SchemaModel,
  options: CodegenOptions,
): Promise<GeneratedPackages> {
  const generated = await Promise.all(
    chosenTargets(options.names).map(
      async ({ name, generate }) => [name, await generate(model, options)] as const,
    ),
  );
  return Object.fromEntries(generated);
}
