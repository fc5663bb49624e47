import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type * as ClientGenerator from '@prisma/client-generator-ts';
import { SchemaServiceError } from '@schema-service/errors';
import type { GeneratedFile } from '../../generated-package.ts';
import { prismaEngineVersion, prismaVersion } from './prisma-versions.ts';

/**
 * Generator options that a `generator` block would carry. The schema has none:
 * what is generated does not depend on what the schema's author generates.
 */
const generator: ClientGenerator.GenerateClientOptions['generator'] = {
  name: 'client',
  provider: { fromEnvVar: null, value: 'prisma-client' },
  output: null,
  config: {},
  binaryTargets: [],
  previewFeatures: [],
  // The path is shown in error messages of the CLI only; nothing of it is generated.
  sourceFilePath: 'schema.prisma',
};

/** The same schema with and without its documentation: the client's code shows the one and carries the other. */
export interface PrismaSchemas {
  /** Its comments become the doc comments of the client's types. */
  readonly documented: string;
  /** Goes into the client, which parses it when it connects. */
  readonly plain: string;
}

/**
 * The TypeScript sources of the Prisma client for a schema, by Prisma's
 * `prisma-client` generator, in this process. It writes them to a folder and
 * to nothing else, so a temporary folder stands in.
 *
 * @throws SchemaServiceError `NODE_CLIENT_GENERATION_FAILED`
 */
export async function prismaClientFiles(schemas: PrismaSchemas): Promise<readonly GeneratedFile[]> {
  // Loaded on first use: it takes half a second. By `require`, because its ESM build does not load in Node.
  const prisma: typeof ClientGenerator = createRequire(import.meta.url)(
    '@prisma/client-generator-ts',
  );
  const outputDir = await mkdtemp(join(tmpdir(), 'node-client-'));
  try {
    const dmmf = await prisma.getDMMF({ datamodel: schemas.documented });
    await prisma.generateClient({
      datamodel: schemas.plain,
      schemaPath: 'schema.prisma',
      runtimeBase: '@prisma/client/runtime',
      outputDir,
      generator,
      dmmf,
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
    });
    return await readSources(outputDir);
  } catch (error) {
    throw generationFailed(error);
  } finally {
    await rm(outputDir, { recursive: true, force: true });
  }
}

async function readSources(directory: string): Promise<readonly GeneratedFile[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }): Promise<GeneratedFile> => {
        const file = join(parentPath, name);
        const path = file.slice(directory.length + 1).replaceAll('\\', '/');
        return { path, content: withoutGlobals(await readFile(file, 'utf8')) };
      }),
  );
}

/** Prisma's entry sets `globalThis.__dirname` for engines that are no longer; a library must not touch globals. */
function withoutGlobals(source: string): string {
  return source.replace(
    /^import \* as process from 'node:process'\nimport \* as path from 'node:path'\nimport \{ fileURLToPath \} from 'node:url'\nglobalThis\['__dirname'\] = .*\n/m,
    '',
  );
}

function generationFailed(cause: unknown): SchemaServiceError {
  return new SchemaServiceError(
    {
      code: 'NODE_CLIENT_GENERATION_FAILED',
      message: 'The Node client cannot be generated from this schema.',
      // Prisma colours its messages.
      why: stripVTControlCharacters(cause instanceof Error ? cause.message : String(cause)),
      fix: "Rename what Prisma's generator rejects, keeping the database's name with @map or @@map.",
    },
    { cause },
  );
}
