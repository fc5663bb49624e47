import type { SchemaModel } from '@schema-service/schema-model';
import {
  type CodegenOptions,
  type CodegenTarget,
  clientName,
  nameOf,
} from '../../codegen-target.ts';
import type { GeneratedFile, GeneratedPackage } from '../../generated-package.ts';
import { codePointOrder } from '../../generated-package.ts';
import { packSdist } from '../../pack/python/pack-sdist.ts';
import { packWheel } from '../../pack/python/pack-wheel.ts';
import { renderTemplate } from '../../target-asset.ts';
import { versionSchema } from '../../version-schema.ts';
import { actionsModule } from './modules/actions-module.ts';
import { actionsStubs } from './modules/actions-stub.ts';
import { clientModule } from './modules/client-module.ts';
import { clientStub } from './modules/client-stub.ts';
import { enumsModule } from './modules/enums-module.ts';
import { fieldsModule } from './modules/fields-module.ts';
import { fromPrismaModule } from './modules/from-prisma-module.ts';
import { inputsModule } from './modules/inputs-module.ts';
import { modelsModule } from './modules/models-module.ts';
import { modelsStub } from './modules/models-stub.ts';
import { nestedModule } from './modules/nested-module.ts';
import { packageModule } from './modules/package-module.ts';
import { relationsModule } from './modules/relation-variables.ts';
import { resultsModule } from './modules/results-module.ts';
import { tablesModule } from './modules/tables-module.ts';
import { moduleName } from './python-names.ts';
import { type PythonSchema, pythonSchema } from './python-schema.ts';
import { pythonVersion } from './python-version.ts';
import { runtimeFiles } from './runtime-files.ts';

/**
 * The Python client: the tree of its sdist (package, README, pyproject.toml,
 * PKG-INFO), from which the wheel takes the package and the metadata.
 *
 * `generate` throws `PYTHON_NAME_COLLISION` and `PYTHON_VERSION_UNKNOWN`.
 */
export const pythonTarget: CodegenTarget = {
  name: 'python',
  language: 'python',
  packageName: (naming) => {
    const usual = `${naming.scope.slice(1)}-${naming.name}-client`;
    return clientName(naming, 'python', usual.toLowerCase().replace(/[-_.]+/g, '-'));
  },
  generate: async (model, options) => pythonPackage(model, options),
  pack: (generated) => [packWheel(generated), packSdist(generated)],
};

function pythonPackage(model: SchemaModel, options: CodegenOptions): GeneratedPackage {
  const distribution = nameOf('python', options);
  const module = moduleName(distribution);
  const version = pythonVersion(options.version);
  const schema = pythonSchema(model);
  const files = [
    ...moduleFiles(schema, options, version, distribution).map(({ path, content }) => ({
      path: `${module}/${path}`,
      content,
    })),
    ...runtimeFiles(`${module}/_runtime`),
    ...projectFiles(schema, options, version),
  ];
  return {
    kind: 'generatedPackage',
    ecosystem: 'pypi',
    name: distribution,
    version,
    files: files.sort((a, b) => codePointOrder(a.path, b.path)),
  };
}

function moduleFiles(
  schema: PythonSchema,
  { version: schemaVersion, unknownEnumValues }: CodegenOptions,
  version: string,
  distribution: string,
): readonly GeneratedFile[] {
  const schemaName = versionSchema(schemaVersion);
  return [
    { path: '__init__.py', content: packageModule(schemaVersion, schemaName, version) },
    { path: '_relations.py', content: relationsModule(schema) },
    { path: '_tables.py', content: tablesModule(schema) },
    { path: 'actions.py', content: actionsModule() },
    ...actionsStubs(schema),
    {
      path: 'client.py',
      content: clientModule(schema, {
        name: `${distribution}@${schemaVersion}`,
        schemaName,
        unknownEnumValues,
      }),
    },
    { path: 'client.pyi', content: clientStub(schema) },
    { path: 'enums.py', content: enumsModule(schema) },
    { path: 'fields.py', content: fieldsModule(schema) },
    { path: 'from_prisma.py', content: fromPrismaModule(schema, moduleName(distribution)) },
    { path: 'inputs.py', content: inputsModule(schema) },
    { path: 'models.py', content: modelsModule(schema) },
    { path: 'models.pyi', content: modelsStub(schema) },
    { path: 'nested.py', content: nestedModule(schema) },
    { path: 'results.py', content: resultsModule(schema) },
    { path: 'py.typed', content: '' },
  ];
}

function projectFiles(
  schema: PythonSchema,
  options: CodegenOptions,
  version: string,
): readonly GeneratedFile[] {
  const distribution = nameOf('python', options);
  const { version: schemaVersion, repository } = options;
  const facts = {
    distribution,
    module: moduleName(distribution),
    version,
    schemaVersion,
    summary: `A typed client of version ${schemaVersion} of a PostgreSQL schema.`,
    example: exampleAccessor(schema),
    repository: repository ?? null,
  };
  const readme = renderTemplate('python', 'README.md', facts);
  return [
    { path: 'PKG-INFO', content: renderTemplate('python', 'PKG-INFO', { ...facts, readme }) },
    { path: 'README.md', content: readme },
    { path: 'pyproject.toml', content: renderTemplate('python', 'pyproject.toml', facts) },
  ];
}

/** The shortest, so that the example reads well. */
function exampleAccessor({ entities }: PythonSchema): string {
  const byLength = entities.map(({ accessor }) => accessor).sort((a, b) => a.length - b.length);
  return byLength[0] ?? '';
}
