import { type SchemaModel, withoutAnnotations } from '@schema-service/schema-model';
import {
  type CodegenOptions,
  type CodegenTarget,
  clientName,
  nameOf,
} from '../../codegen-target.ts';
import type { GeneratedPackage } from '../../generated-package.ts';
import { inBothSystems, modulesOf, npmPackage } from '../../npm-package.ts';
import { packNpm } from '../../pack/npm/pack-npm.ts';
import { readmeExample } from '../../readme-example.ts';
import { renderTemplate } from '../../target-asset.ts';
import { typeNames } from '../../type-names.ts';
import { versionSchema } from '../../version-schema.ts';
import { visibleModels, visibleViews } from '../../visible-schema.ts';
import { baseTypes } from './base-types.ts';
import { createInputInterface, rowInterface, updateInputInterface } from './entity-types.ts';
import { enumSource } from './enum-types.ts';
import { kyselyFiles } from './kysely.ts';
import { tablesInterface } from './tables-type.ts';
import { validatorFiles } from './validators.ts';

/**
 * The schema as TypeScript types, for code that must not carry a client:
 * browsers, API contracts, query builders. Its JavaScript is the enums and the
 * version, so it is written as JavaScript and declarations and needs no compiler.
 */
export const typesTarget: CodegenTarget = {
  name: 'types',
  language: 'typescript',
  packageName: (naming) => clientName(naming, 'types', `${naming.scope}/${naming.name}-types`),
  generate,
  pack: (generated) => [packNpm(generated)],
};

async function generate(model: SchemaModel, options: CodegenOptions): Promise<GeneratedPackage> {
  const { version } = options;
  const name = nameOf('types', options);
  return npmPackage(
    {
      name,
      version,
      description: `TypeScript types for version ${version} of the schema.`,
      repository: options.repository,
      type: 'commonjs',
      exports: {
        '.': inBothSystems('index'),
        './kysely': inBothSystems('kysely'),
        './validators': inBothSystems('validators'),
      },
      files: ['index', 'kysely', 'validators'].flatMap(modulesOf),
      dependencies: {},
    },
    [
      ...sources(withoutAnnotations(model), version),
      {
        path: 'README.md',
        content: renderTemplate('types', 'README.md', {
          version,
          schemaName: versionSchema(version),
          package: name,
          ...readmeExample(model, typeNames(model), name),
        }),
      },
    ],
  );
}

function sources(schema: SchemaModel, version: string): GeneratedPackage['files'] {
  const names = typeNames(schema);
  const models = visibleModels(schema);
  const enums = schema.enums.map((declaration) => enumSource(declaration, names));
  const constants = [
    {
      name: names.fixed.schemaVersion,
      value: JSON.stringify(version),
      documentation: 'The version of the schema that these types were generated from.',
    },
    {
      name: names.fixed.schemaName,
      value: JSON.stringify(versionSchema(version)),
      documentation:
        'The PostgreSQL schema of this version, on databases that serve several: it has a view for each table.',
    },
  ];
  const javascript = [
    constants.map(({ name, value }) => `export const ${name} = ${value};\n`).join(''),
    ...enums.map((source) => source.javascript),
  ];
  const declarations = [
    ...constants.map(
      ({ name, value, documentation }) =>
        `/** ${documentation} */\nexport declare const ${name}: ${value};\n`,
    ),
    baseTypes(names),
    ...enums.map((source) => source.declaration),
    ...models.flatMap((model) => [
      rowInterface(model, names),
      createInputInterface(model, names),
      updateInputInterface(model, names),
    ]),
    ...visibleViews(schema).map((view) => rowInterface(view, names)),
    tablesInterface(schema, names),
  ];
  const text = javascript.join('\n');
  const types = declarations.join('\n');
  return [
    { path: 'index.mjs', content: text },
    { path: 'index.d.mts', content: types },
    { path: 'index.js', content: text.replace(/^export const (\S+) =/gm, 'exports.$1 =') },
    { path: 'index.d.ts', content: types },
    ...kyselyFiles(names),
    ...validatorFiles(schema, names),
  ];
}
