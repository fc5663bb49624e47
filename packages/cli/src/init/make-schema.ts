import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import { draftMigrations } from '@schema-service/migration-draft';
import { importFiles } from '@schema-service/migrator';
import { type RehearsalReport, testMigrations } from '@schema-service/rehearsal';
import { changesetText, createVersion } from '@schema-service/release';
import {
  migrationFolder,
  migrationsFolder,
  type Naming,
  schemaFile,
  workingSchemaFolder,
} from '@schema-service/repository';
import { diff } from '@schema-service/schema-diff';
import {
  emptySchema,
  loadSchemaSources,
  parseSchema,
  type SchemaModel,
  type SchemaSource,
} from '@schema-service/schema-model';
import { stepProblems } from '../migrations/rehearsal-fact.ts';
import { recordStructure } from '../migrations/throwaway-server.ts';
import { writeDrafts } from '../migrations/write-drafts.ts';
import type { PrismaProject } from './prisma-project.ts';
import { clientPackages, firstSchema } from './repository-files.ts';

const version = '1.0.0';

/** A schema to start from, in work: its first migration, and the changeset that will release it. */
export async function makeFirstSchema(staging: string, naming: Naming): Promise<void> {
  const source = { path: 'schema/schema.prisma', content: firstSchema };
  await writeFileIn(staging, source.path, source.content);
  await draftFirst(staging, parseSchema([source]));
  await writeFileIn(
    staging,
    '.changeset/first-release.md',
    changesetText(clientPackages(naming), 'major', 'The first release.'),
  );
}

export interface AdoptOptions {
  readonly project: PrismaProject;
  /** The day of the release that the project becomes, `YYYY-MM-DD`. */
  readonly date: string;
  readonly server: string | undefined;
}

/**
 * The schema and the history of a Prisma project as the release 1.0.0: its
 * databases are at that version already.
 *
 * @throws SchemaServiceError `ADOPTION_MISMATCH`: the migrations do not make the schema
 */
export async function adoptProject(
  staging: string,
  { project, date, server }: AdoptOptions,
): Promise<void> {
  const sources = await loadSchemaSources(project.schema);
  const model = parseSchema(sources);
  for (const source of sources) {
    await writeFileIn(
      staging,
      join(workingSchemaFolder, pathWithin(project.schema, source)),
      source.content,
    );
  }
  if (project.migrations === undefined) await draftFirst(staging, model);
  else {
    for (const { up, down } of importFiles('prisma', project.migrations, version)) {
      for (const script of down ? [up, down] : [up]) {
        await writeFileIn(staging, join(migrationsFolder, script.path), script.sql);
      }
    }
  }
  refuseMismatch(
    await testMigrations({
      root: staging,
      version,
      ...(server === undefined ? {} : { serverUrl: server }),
    }),
  );
  await createVersion(staging, {
    date,
    version,
    changelog: `# ${version}\n\nThe schema as it was when it came here from a Prisma project.\n`,
    recordStructure: (migrations) => recordStructure(migrations, version, server),
  });
}

async function draftFirst(staging: string, model: SchemaModel): Promise<void> {
  const drafts = draftMigrations(emptySchema, model, diff(emptySchema, model));
  await writeDrafts(
    drafts.map((draft, index) => {
      const suffix = draft.suffix === '' ? '' : `_${draft.suffix}`;
      const id = `${String(index + 1).padStart(3, '0')}_init${suffix}`;
      return { draft, folder: join(staging, migrationFolder(version, id)) };
    }),
  );
}

function pathWithin(schema: string, { path }: SchemaSource): string {
  return path === schema ? schemaFile : relative(schema, path);
}

function refuseMismatch({ steps }: RehearsalReport): void {
  const failed = steps.find(
    ({ name, status }) =>
      status === 'failed' && ['prepare', 'up', 'compare with schema'].includes(name),
  );
  if (failed === undefined) return;
  throw new SchemaServiceError({
    code: 'ADOPTION_MISMATCH',
    message: [
      `The migrations of the project do not make its schema ("${failed.name}"):`,
      ...stepProblems(failed),
    ].join('\n  '),
    why: 'The first release must be one that a database can be made of.',
    fix: 'Bring the migrations up to date with `prisma migrate dev` first.',
    meta: { step: failed.name },
  });
}

async function writeFileIn(folder: string, path: string, content: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}
