import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { EXIT, type ExitCode } from '@schema-service/command-line';
import { looksLikeDatabaseUrl, readDatabaseUrl } from '@schema-service/database-url';
import { SchemaServiceError } from '@schema-service/errors';
import { configFile } from '@schema-service/repository';
import type { CommandContext } from '../../command-context.ts';
import { type AdoptedProject, adoptProject } from '../../init/adopt-project.ts';
import { adoptionSummary, databaseSummary } from '../../init/adoption-summary.ts';
import type { CiSystem } from '../../init/ci-files.ts';
import { type AdoptedDatabase, adoptDatabase } from '../../init/database/adopt-database.ts';
import { installStaging } from '../../init/install-staging.ts';
import { makeFirstSchema } from '../../init/make-schema.ts';
import { chooseNaming, type NamingAnswers } from '../../init/naming.ts';
import { findPrismaProject, prismaProject } from '../../init/prisma-project.ts';
import { manifestCommands, repositoryFiles } from '../../init/repository-files.ts';
import { withProgress } from '../../output/progress.ts';
import { today } from '../../today.ts';

export interface InitOptions extends NamingAnswers {
  /** Where the repository is to be; made where it is missing. */
  readonly folder: string | undefined;
  /** What to adopt: a Prisma project that is elsewhere (its folder, schema or configuration), or the URL of a database. */
  readonly from: string | undefined;
  /** Whether databases may keep what differs from the schema. */
  readonly acceptDifferences: boolean;
  readonly ci: CiSystem;
  readonly server: string | undefined;
}

/** `schemactl init`: makes a schema repository out of nothing, a Prisma project, or a live database. */
export async function init(
  context: CommandContext,
  { folder: given, from, acceptDifferences, ci, server, ...answers }: InitOptions,
): Promise<ExitCode> {
  const { output } = context;
  const folder = resolve(context.cwd, given ?? '.');
  if (existsSync(join(folder, configFile))) throw exists(folder);
  const database = from !== undefined && looksLikeDatabaseUrl(from) ? from : undefined;
  // Refused before anything is asked.
  if (database !== undefined) readDatabaseUrl(database, '--from');
  const project =
    database !== undefined
      ? undefined
      : from === undefined
        ? findPrismaProject(folder)
        : prismaProject(resolve(context.cwd, from));
  const naming = await chooseNaming(context, folder, answers);
  const isNewFolder = await mkdir(folder, { recursive: true });
  const staging = await mkdtemp(join(folder, '.schemactl-init-'));
  try {
    const version = project || database ? '1.0.0' : '0.0.0';
    for (const { path, content } of repositoryFiles(naming, version, ci)) {
      await mkdir(dirname(join(staging, path)), { recursive: true });
      await writeFile(join(staging, path), content);
    }
    let adopted: AdoptedProject | undefined;
    let fromDatabase: AdoptedDatabase | undefined;
    if (database !== undefined) {
      fromDatabase = await withProgress(output, 'Reading the database, and trying a copy', () =>
        adoptDatabase(staging, {
          from: database,
          naming,
          date: today(),
          server,
          acceptDifferences,
        }),
      );
    } else if (project === undefined) await makeFirstSchema(staging, naming);
    else {
      adopted = await withProgress(output, 'Trying the migrations of the project', () =>
        adoptProject(staging, { project, naming, date: today(), server, acceptDifferences }),
      );
    }
    const { written, left } = await installStaging(staging, folder);
    const { generators = [], accepted = [], extensions = [] } = adopted ?? {};
    output.result(
      {
        kind: 'repositoryCreated',
        root: folder,
        ...naming,
        adopted: project?.schema ?? fromDatabase?.label ?? null,
        written,
        left,
        ...(adopted === undefined ? {} : { generators, accepted, extensions }),
        ...databaseResult(fromDatabase),
      },
      () => written.join('\n'),
    );
    for (const file of left) output.note(`${file} was there, and stays as it is.`);
    if (left.includes('package.json')) {
      output.note(['What is needed of package.json:', ...manifestCommands].join('\n  '));
    }
    const enter = resolve('.') === folder ? '' : `cd ${given} && `;
    const firstSteps = [
      `Next: ${enter}npm install, edit schema/schema.prisma, then: npm run change`,
    ];
    const lines =
      fromDatabase !== undefined
        ? databaseSummary(fromDatabase)
        : adopted !== undefined
          ? adoptionSummary(adopted, project)
          : firstSteps;
    for (const line of lines) output.note(line);
    return EXIT.ok;
  } catch (error) {
    if (isNewFolder !== undefined) await rm(isNewFolder, { recursive: true, force: true });
    throw error;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

function databaseResult(database: AdoptedDatabase | undefined): object {
  if (database === undefined) return {};
  const { accepted, histories, onlySql, unwritten, roles } = database;
  return { accepted, histories, onlySql, unwritten, roles };
}

function exists(folder: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'REPOSITORY_EXISTS',
    message: `${folder} is a schema repository already.`,
    why: `It has a ${configFile}.`,
    fix: 'Work in it: schemactl validate',
    meta: { folder },
  });
}
