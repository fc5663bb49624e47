import type { SchemaModel } from '@schema-service/schema-model';
import type { CodegenOptions, CodegenTarget } from '../../codegen-target.ts';
import type { GeneratedFile, GeneratedPackage } from '../../generated-package.ts';
import { npmPackage } from '../../npm-package.ts';
import { packNpm } from '../../pack/npm/pack-npm.ts';
import { renderTemplate } from '../../target-asset.ts';
import { typeNames } from '../../type-names.ts';
import { visibleModels } from '../../visible-schema.ts';
import { nodeExportNames } from './node-export-names.ts';

/**
 * What services depend on: one name for the Node client and the types of one
 * version. The root is the Node client plus the names of the types package
 * that the Node client does not have; `/types` is the types package alone.
 */
export const clientTarget: CodegenTarget = {
  name: 'client',
  packageName: ({ scope, name }) => `${scope}/${name}-client`,
  generate,
  pack: (generated) => [packNpm(generated)],
};

async function generate(model: SchemaModel, options: CodegenOptions): Promise<GeneratedPackage> {
  const { version, names } = options;
  const data = {
    version,
    package: names.client,
    node: names.node,
    types: names.types,
    typeNames: typesForRoot(model),
  };
  const template = (path: string): GeneratedFile => ({
    path,
    content: renderTemplate('client', path, data),
  });
  return npmPackage(
    {
      name: names.client,
      version,
      description: `Client for version ${version} of the schema.`,
      exports: {
        '.': { types: './index.d.ts', default: './index.js' },
        './types': { types: './types.d.ts', default: './types.js' },
      },
      files: ['index.js', 'index.d.ts', 'types.js', 'types.d.ts'],
      dependencies: { [names.node]: version, [names.types]: version },
    },
    ['README.md', 'index.js', 'index.d.ts', 'types.js', 'types.d.ts'].map(template),
  );
}

/** The inputs and `Tables`: types alone, so that the root's JavaScript is the Node client's. */
function typesForRoot(schema: SchemaModel): readonly string[] {
  const names = typeNames(schema);
  const inNode = nodeExportNames(schema);
  return [
    ...visibleModels(schema).flatMap(({ name }) => [
      names.createInput.get(name),
      names.updateInput.get(name),
    ]),
    names.fixed.Tables,
  ].filter((name): name is string => name !== undefined && !inNode.has(name));
}
