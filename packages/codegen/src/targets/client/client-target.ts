import type { SchemaModel } from '@schema-service/schema-model';
import { type CodegenOptions, type CodegenTarget, nameOf } from '../../codegen-target.ts';
import type { GeneratedFile, GeneratedPackage } from '../../generated-package.ts';
import { inBothSystems, modulesOf, npmPackage } from '../../npm-package.ts';
import { packNpm } from '../../pack/npm/pack-npm.ts';
import { readmeExample } from '../../readme-example.ts';
import { renderTemplate } from '../../target-asset.ts';
import { typeNames } from '../../type-names.ts';
import { visibleModels } from '../../visible-schema.ts';
import { nodeExportNames } from './node-export-names.ts';

/**
 * What services depend on where the Node client is chosen: one name for it and
 * for the types of one version. The root is the Node client plus the names of
 * the types package that the Node client does not have; `/types`, `/kysely` and
 * `/validators` are the types package alone. Where the types are not chosen, it is the Node client and no more.
 */
export const clientTarget: CodegenTarget = {
  name: 'client',
  packageName: ({ scope, name, clients }) =>
    clients === undefined || clients.node ? `${scope}/${name}-client` : undefined,
  generate,
  pack: (generated) => [packNpm(generated)],
};

/** The entries of the types package, by the names that they have here. */
const SUBPATHS: Readonly<Record<string, string>> = {
  types: '',
  kysely: '/kysely',
  validators: '/validators',
};

async function generate(model: SchemaModel, options: CodegenOptions): Promise<GeneratedPackage> {
  const { version } = options;
  const { types } = options.names;
  const name = nameOf('client', options);
  const node = nameOf('node', options);
  const data = {
    version,
    package: name,
    node,
    types: types ?? null,
    typeNames: typesForRoot(model),
    ...readmeExample(model, typeNames(model), name),
  };
  const template = (path: string, source = path, subpath = ''): GeneratedFile => ({
    path,
    content: renderTemplate('client', source, { ...data, subpath }),
  });
  const module = (name: string, source = name, subpath = ''): readonly GeneratedFile[] => [
    template(`${name}.js`, `${source}.js`, subpath),
    template(`${name}.mjs`, `${source}.mjs`, subpath),
    template(`${name}.d.ts`, `${source}.d.ts`, subpath),
    template(`${name}.d.mts`, `${source}.d.ts`, subpath),
  ];
  const ofTypes = types === undefined ? [] : Object.keys(SUBPATHS);
  return npmPackage(
    {
      name,
      version,
      description: `Client for version ${version} of the schema.`,
      repository: options.repository,
      type: 'commonjs',
      exports: {
        '.': inBothSystems('index'),
        ...Object.fromEntries(ofTypes.map((path) => [`./${path}`, inBothSystems(path)])),
      },
      files: ['index', ...ofTypes].flatMap(modulesOf),
      dependencies: {
        [node]: version,
        ...(types === undefined ? {} : { [types]: version }),
      },
    },
    [
      template('README.md'),
      ...module('index'),
      ...ofTypes.flatMap((path) => module(path, 'subpath', SUBPATHS[path])),
    ],
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
