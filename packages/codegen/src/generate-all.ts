import type { SchemaModel } from '@schema-service/schema-model';
import type { CodegenOptions, CodegenTargetName } from './codegen-target.ts';
import { codegenTargets } from './codegen-targets.ts';
import type { GeneratedPackage } from './generated-package.ts';

/** One package of each target. */
export type GeneratedPackages = Readonly<Record<CodegenTargetName, GeneratedPackage>>;

/**
 * All packages of one version of a schema: the Node client as TypeScript
 * sources, everything else as it is published.
 *
 * @throws SchemaServiceError `NODE_CLIENT_GENERATION_FAILED`, `NODE_GENERATOR_ENDED`
 */
export async function generateAll(
  model: SchemaModel,
  options: CodegenOptions,
): Promise<GeneratedPackages> {
  const generated = await Promise.all(
    Object.values(codegenTargets).map(
      async ({ name, generate }) => [name, await generate(model, options)] as const,
    ),
  );
  // Of every target, as the list has them.
  return Object.fromEntries(generated) as Record<CodegenTargetName, GeneratedPackage>;
}
