import { join, relative } from 'node:path';
import { refuseClientProblems } from '@schema-service/codegen';
import { compareWithSchema } from '@schema-service/rehearsal';
import { schemaFile, workingSchemaFolder } from '@schema-service/repository';
import { loadSchemaSources, parseSchema, type SchemaSource } from '@schema-service/schema-model';
import { throwawayServer } from '../migrations/throwaway-server.ts';
import { type AdoptedSchema, freezeAdopted, settle } from './freeze-adopted.ts';
import { applyImported, importedMigrations } from './imported-migrations.ts';
import { draftFirst, firstVersion as version, writeFileIn } from './make-schema.ts';
import { clientsBut, type InitNaming } from './naming.ts';
import type { PrismaProject } from './prisma-project.ts';
import { type ReplacedGenerator, replacedGenerators } from './replaced-generators.ts';

export interface AdoptOptions {
  readonly project: PrismaProject;
  readonly naming: InitNaming;
  /** The day of the release that the project becomes, `YYYY-MM-DD`. */
  readonly date: string;
  readonly server: string | undefined;
  /** Whether differences between the schema and what the migrations make may stay. */
  readonly acceptDifferences: boolean;
}

/** What a project became. */
export interface AdoptedProject extends AdoptedSchema {
  readonly generators: readonly ReplacedGenerator[];
  /** Whether the project had no migrations: then one was drafted from its schema. */
  readonly isDrafted: boolean;
  /** Extensions that its migrations need and do not make: a migration of their own does. */
  readonly extensions: readonly string[];
}

/**
 * The schema and the history of a Prisma project as the release 1.0.0: its
 * databases are at that version already.
 *
 * @throws SchemaServiceError `CLIENT_NOT_POSSIBLE`; `ADOPTION_MISMATCH`: the migrations do not make the schema;
 *   `ADOPTION_MIGRATION_FAILED`: one of them does not run on an empty database
 */
export async function adoptProject(
  staging: string,
  { project, naming, date, server, acceptDifferences }: AdoptOptions,
): Promise<AdoptedProject> {
  const sources = await loadSchemaSources(project.schema);
  const model = parseSchema(sources);
  refuseClientProblems(model, naming, (client) => `schemactl init --clients ${clientsBut(client)}`);
  const imported = project.migrations === undefined ? [] : importedMigrations(project.migrations);
  for (const source of sources) {
    const path = join(workingSchemaFolder, pathWithin(project.schema, source));
    await writeFileIn(staging, path, source.content);
  }
  if (imported.length === 0) await draftFirst(staging, model);
  await using postgres = await throwawayServer(server);
  const { database, extensions } = await applyImported(staging, imported, postgres.url);
  await using _database = database;
  const connection = database.connectionString;
  const accepted = await settle(staging, {
    differences: await compareWithSchema(connection, model, { serverUrl: postgres.url }),
    accept: acceptDifferences,
    reason: 'It was so when the project came here.',
    refusal: {
      message: 'The migrations of the project do not make its schema',
      fix: 'Otherwise bring schema and migrations together with Prisma first.',
    },
  });
  await freezeAdopted(staging, { date, connection, from: 'a Prisma project' });
  return {
    version,
    generators: replacedGenerators(sources, naming),
    accepted,
    isDrafted: imported.length === 0,
    extensions,
  };
}

function pathWithin(schema: string, { path }: SchemaSource): string {
  return path === schema ? schemaFile : relative(schema, path);
}
