import { mkdtempSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GenerateClientOptions } from '@prisma/client-generator-ts';
import { printSchema, type SchemaModel, withoutAnnotations } from '@schema-service/schema-model';
import type { GeneratedFile } from '../../generated-package.ts';
import { startGenerator } from './generator-process.ts';
import { prismaEngineVersion, prismaVersion } from './prisma-versions.ts';

/**
 * The TypeScript sources of the Prisma client for a schema, by Prisma's
 * `prisma-client` generator. It writes them to a folder and to nothing else,
 * so a temporary folder stands in. Up to its first wait this does all that it
 * can, so that what runs beside it does not keep the generator waiting.
 *
 * @throws SchemaServiceError `NODE_CLIENT_GENERATION_FAILED`, `NODE_GENERATOR_ENDED`
 */
export async function prismaClientFiles(model: SchemaModel): Promise<readonly GeneratedFile[]> {
  const generator = startGenerator();
  const workDir = mkdtempSync(join(tmpdir(), 'node-client-'));
  try {
    const outputDir = join(workDir, 'client');
    // The client's types show the schema's comments; the schema that the client carries, and parses
    // when it connects, goes without.
    const documented = printSchema(withoutAnnotations(model), { documentation: true });
    const plain = printSchema(model, { documentation: false });
    await generator.generate(documented, generatorOptions(plain, outputDir), workDir);
    return await readSources(outputDir);
  } finally {
    generator.stop();
    await rm(workDir, { recursive: true, force: true });
  }
}

/** What Prisma's CLI would pass to its generator. */
export function generatorOptions(
  datamodel: string,
  outputDir: string,
): Omit<GenerateClientOptions, 'dmmf'> {
  return {
    datamodel,
    // Appears in messages of the CLI only.
    schemaPath: 'schema.prisma',
    runtimeBase: '@prisma/client/runtime',
    outputDir,
    // What a `generator` block would say. The schema has none: what is generated here does not
    // depend on what else the schema's author generates.
    generator: {
      name: 'client',
      provider: { fromEnvVar: null, value: 'prisma-client' },
      output: null,
      config: {},
      binaryTargets: [],
      previewFeatures: [],
      sourceFilePath: 'schema.prisma',
    },
    datasources: [],
    binaryPaths: {},
    engineVersion: prismaEngineVersion,
    clientVersion: prismaVersion,
    activeProvider: 'postgresql',
    target: 'nodejs',
    generatedFileExtension: 'ts',
    importFileExtension: 'js',
    moduleFormat: 'esm',
    // Our own compile step checks these sources, and consumers never do.
    tsNoCheckPreamble: false,
    compilerBuild: 'fast',
  };
}

async function readSources(directory: string): Promise<readonly GeneratedFile[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }): Promise<GeneratedFile> => {
        const file = join(parentPath, name);
        const path = file.slice(directory.length + 1).replaceAll('\\', '/');
        return { path, content: asOwnModule(await readFile(file, 'utf8'), path) };
      }),
  );
}

/** One of Prisma's modules as one of the package's: on the run time that the package carries, and without writes to globals. */
export function asOwnModule(source: string, path: string): string {
  const own = onOwnRuntime(withoutGlobals(source), path);
  return path === 'enums.ts' ? withoutNamesOfModules(own) : own;
}

/** Prisma's entry sets `globalThis.__dirname` for engines that are no longer; a library must not touch globals. */
function withoutGlobals(source: string): string {
  return source.replace(
    /^import \* as process from 'node:process'\nimport \* as path from 'node:path'\nimport \{ fileURLToPath \} from 'node:url'\nglobalThis\['__dirname'\] = .*\n/m,
    '',
  );
}

/** With the run time that the package carries, in the place of Prisma's packages. */
function onOwnRuntime(source: string, path: string): string {
  const up = '../'.repeat(path.split('/').length);
  return source
    .replace(/"@prisma\/client\/runtime\/(client|index-browser)"/g, `"${up}runtime/$1.js"`)
    .replace(
      /^async function decodeBase64AsWasm[\s\S]*?^config\.compilerWasm = \{[\s\S]*?^\}$/m,
      `config.compilerWasm = compilerWasm`,
    )
    .replace(
      /^(?=const config: runtime\.)/m,
      `import { compilerWasm } from "${up}query-compiler.js"\n\n`,
    );
}

/** An enum may have a name that a CommonJS module has itself: it is exported under that name alone. */
function withoutNamesOfModules(source: string): string {
  return source.replace(
    /^export const (Object|exports|require|module)( = \{[\s\S]*?^\} as const)\n\nexport type .*$/gm,
    'const $1Enum$2\n\ntype $1Enum = (typeof $1Enum)[keyof typeof $1Enum]\n\nexport { $1Enum as $1 }',
  );
}
