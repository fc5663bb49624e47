import type { SchemaModel } from '@schema-service/schema-model';
import type { CodegenOptions, CodegenTargetName } from './codegen-target.ts';
import { codegenTargets } from './codegen-targets.ts';
import type { GeneratedPackage } from './generated-package.ts';

/** One package for each language, and the one that services depend on. */
export type GeneratedPackages = Readonly<Record<CodegenTargetName, GeneratedPackage>>;

/**
 * All packages of one version of a schema: the Node client as TypeScript
 * sources, everything else as it is published.
 *
 * @throws SchemaServiceError `NODE_CLIENT_GENERATION_FAILED`
 */
export async function generateAll(
  model: SchemaModel,
  options: CodegenOptions,
): Promise<GeneratedPackages> {
  const { node, types, client, python } = codegenTargets;
  // In this order: the Node client is made in a process of its own, and the others beside it.
  const [nodePackage, typesPackage, clientPackage, pythonPackage] = await Promise.all([
    node.generate(model, options),
    types.generate(model, options),
    client.generate(model, options),
    python.generate(model, options),
  ]);
  return {
    node: nodePackage,
    types: typesPackage,
    client: clientPackage,
    python: pythonPackage,
  };
}
