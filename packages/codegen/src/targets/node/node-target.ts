import { type SchemaModel, withoutAnnotations } from '@schema-service/schema-model';
import {
  type CodegenOptions,
  type CodegenTarget,
  clientName,
  nameOf,
} from '../../codegen-target.ts';
import { compilePackage } from '../../compile/compile-package.ts';
import type { GeneratedFile, GeneratedPackage } from '../../generated-package.ts';
import { inBothSystems, npmPackage } from '../../npm-package.ts';
import { packNpm } from '../../pack/npm/pack-npm.ts';
import { readmeExample } from '../../readme-example.ts';
import { renderTemplate } from '../../target-asset.ts';
import { typeNames } from '../../type-names.ts';
import { versionSchema } from '../../version-schema.ts';
import { constraintsModule } from './constraints-module.ts';
import { documentedEnums } from './documented-enums.ts';
import { fastPathFiles } from './fast-path-files.ts';
import { jsonFieldsModule } from './json-fields-module.ts';
import { prismaClientFiles } from './prisma-client-files.ts';
import { prismaRuntimeFiles } from './prisma-runtime.ts';
import { nodeClientDependencies } from './prisma-versions.ts';

/**
 * Prisma Client as an installable package, here as TypeScript sources;
 * `compilePackage` adds the JavaScript and declarations that `exports` names.
 *
 * @throws SchemaServiceError `NODE_CLIENT_GENERATION_FAILED`, `NODE_GENERATOR_ENDED`
 */
export const nodeTarget: CodegenTarget = {
  name: 'node',
  language: 'node',
  packageName: (naming) => clientName(naming, 'node', `${naming.scope}/${naming.name}-client-node`),
  generate,
  compile: compilePackage,
  pack: (compiled) => [packNpm(compiled)],
};

async function generate(model: SchemaModel, options: CodegenOptions): Promise<GeneratedPackage> {
  const { version, unknownEnumValues = 'keep' } = options;
  const name = nameOf('node', options);
  const schemaName = versionSchema(version);
  const prismaFiles = await prismaClientFiles(model);
  const { enums } = withoutAnnotations(model);
  const enumsSource = documentedEnums(
    String(prismaFiles.find(({ path }) => path === 'enums.ts')?.content),
    enums,
  );
  const template = (path: string, source = path, more: object = {}): GeneratedFile => ({
    path,
    content: renderTemplate('node', source, { version, schemaName, package: name, ...more }),
  });
  return npmPackage(
    {
      name,
      version,
      description: `Prisma Client for version ${version} of the schema.`,
      repository: options.repository,
      type: 'commonjs',
      exports: {
        '.': {
          browser: inBothSystems('dist/browser'),
          ...inBothSystems('dist/index'),
        },
      },
      files: ['dist'],
      dependencies: nodeClientDependencies,
    },
    [
      template('README.md', 'README.md', {
        ...readmeExample(model, typeNames(model), name),
        unknownEnumValues,
      }),
      template('src/index.ts', 'index.ts'),
      template('src/browser.ts', 'browser.ts'),
      template('src/browser.mts', 'browser.mts', { enums: enums.map((one) => one.name) }),
      template('src/browser-json.ts', 'row-json.ts', { runtime: 'index-browser' }),
      template('src/client-json.ts', 'row-json.ts', { runtime: 'client' }),
      template('src/create-client.ts', 'create-client.ts', { unknownEnumValues }),
      template('src/compatibility.ts', 'compatibility.ts'),
      template('src/configuration-error.ts', 'configuration-error.ts'),
      template('src/connection-errors.ts', 'connection-errors.ts'),
      template('src/connection-settings.ts', 'connection-settings.ts'),
      { path: 'src/constraints.ts', content: constraintsModule(model) },
      template('src/explain-errors.ts', 'explain-errors.ts'),
      template('src/finish-calls.ts', 'finish-calls.ts'),
      template('src/handshake.ts', 'handshake.ts'),
      template('src/instants.ts', 'instants.ts'),
      template('src/json.ts', 'json.ts'),
      { path: 'src/json-fields.ts', content: jsonFieldsModule(model) },
      template('src/open-pool.ts', 'open-pool.ts'),
      template('src/prepared-pg.ts', 'prepared-pg.ts'),
      template('src/quicken.ts', 'quicken.ts'),
      template('src/session.ts', 'session.ts'),
      template('src/unknown-enum-values.ts', 'unknown-enum-values.ts'),
      template('src/utc-adapter.ts', 'utc-adapter.ts'),
      template('src/utc-pool.ts', 'utc-pool.ts'),
      template('src/version-schema.ts', 'version-schema.ts'),
      template('src/query-compiler.ts', 'query-compiler.ts'),
      template('src/index.mts', 'index.mts', { enums: enums.map((one) => one.name) }),
      ...(await prismaRuntimeFiles('src/runtime')),
      ...fastPathFiles('src/fast-path'),
      ...prismaFiles.map(({ path, content }) => ({
        path: `src/prisma/${path}`,
        content: path === 'enums.ts' ? enumsSource : content,
      })),
      // For bundlers, which cannot take a CommonJS module apart.
      { path: 'src/enums.mts', content: enumsSource },
    ],
  );
}
