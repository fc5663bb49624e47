import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { EXIT, type ExitCode } from '@schema-service/command-line';
import { SchemaServiceError } from '@schema-service/errors';
import { configFile } from '@schema-service/repository';
import type { CommandContext } from '../../command-context.ts';
import { type AdoptedProject, adoptProject } from '../../init/adopt-project.ts';
import { adoptionSummary } from '../../init/adoption-summary.ts';
import type { CiSystem } from '../../init/ci-files.ts';
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
  /** The Prisma project to adopt, where it is elsewhere: its folder, its schema, or its configuration. */
  readonly from: string | undefined;
  /** Whether databases may keep what differs from the project's schema. */
  readonly acceptDifferences: boolean;
  readonly ci: CiSystem;
  readonly server: string | undefined;
}

/** `schemactl init`: makes a schema repository out of nothing, or out of a Prisma project. */
export async function init(
  context: CommandContext,
  { folder: given, from, acceptDifferences, ci, server, ...answers }: InitOptions,
): Promise<ExitCode> {
  const { output } = context;
  const folder = resolve(context.cwd, given ?? '.');
  if (existsSync(join(folder, configFile))) throw exists(folder);
  const project =
    from === undefined ? findPrismaProject(folder) : prismaProject(resolve(context.cwd, from));
  const naming = await chooseNaming(context, folder, answers);
  const isNewFolder = await mkdir(folder, { recursive: true });
  const staging = await mkdtemp(join(folder, '.schemactl-init-'));
  try {
    for (const { path, content } of repositoryFiles(naming, project ? '1.0.0' : '0.0.0', ci)) {
      await mkdir(dirname(join(staging, path)), { recursive: true });
      await writeFile(join(staging, path), content);
    }
    let adopted: AdoptedProject | undefined;
    if (project === undefined) await makeFirstSchema(staging, naming);
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
        adopted: project?.schema ?? null,
        written,
        left,
        ...(adopted === undefined ? {} : { generators, accepted, extensions }),
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
    for (const line of adopted === undefined ? firstSteps : adoptionSummary(adopted, project)) {
      output.note(line);
    }
    return EXIT.ok;
  } catch (error) {
    if (isNewFolder !== undefined) await rm(isNewFolder, { recursive: true, force: true });
    throw error;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
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
