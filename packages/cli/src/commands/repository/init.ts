import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { EXIT, type ExitCode } from '@schema-service/command-line';
import { SchemaServiceError } from '@schema-service/errors';
import { configFile } from '@schema-service/repository';
import type { CommandContext } from '../../command-context.ts';
import { installStaging } from '../../init/install-staging.ts';
import { adoptProject, makeFirstSchema } from '../../init/make-schema.ts';
import { chooseNaming, type NamingAnswers } from '../../init/naming.ts';
import { findPrismaProject, prismaProject } from '../../init/prisma-project.ts';
import { repositoryFiles } from '../../init/repository-files.ts';
import { withProgress } from '../../output/progress.ts';
import { today } from '../../today.ts';

export interface InitOptions extends NamingAnswers {
  /** Where the repository is to be; made where it is missing. */
  readonly folder: string | undefined;
  /** The schema of the Prisma project to adopt, where it is not in a usual place. */
  readonly from: string | undefined;
  readonly server: string | undefined;
}

/** `schemactl init`: makes a schema repository out of nothing, or out of a Prisma project. */
export async function init(
  context: CommandContext,
  { folder: given, from, server, ...answers }: InitOptions,
): Promise<ExitCode> {
  const { output } = context;
  const folder = resolve(context.cwd, given ?? '.');
  if (existsSync(join(folder, configFile))) throw exists(folder);
  const project = from === undefined ? findPrismaProject(folder) : prismaProject(resolve(from));
  const naming = await chooseNaming(context, folder, answers);
  const isNewFolder = await mkdir(folder, { recursive: true });
  const staging = await mkdtemp(join(folder, '.schemactl-init-'));
  try {
    for (const { path, content } of repositoryFiles(naming, project ? '1.0.0' : '0.0.0')) {
      await mkdir(dirname(join(staging, path)), { recursive: true });
      await writeFile(join(staging, path), content);
    }
    if (project === undefined) await makeFirstSchema(staging, naming);
    else {
      await withProgress(output, 'Trying the migrations of the project', () =>
        adoptProject(staging, { project, date: today(), server }),
      );
    }
    const { written, left } = await installStaging(staging, folder);
    const adopted = project?.schema ?? null;
    output.result(
      { kind: 'repositoryCreated', root: folder, ...naming, adopted, written, left },
      () => written.join('\n'),
    );
    for (const file of left) output.note(`${file} was there, and stays as it is.`);
    output.note(
      adopted === null
        ? `Next: ${resolve('.') === folder ? '' : `cd ${given} && `}npm install, edit schema/schema.prisma, then: npm run change`
        : `${adopted} is version 1.0.0 here. Take its databases over with: schema-migrator import --from prisma`,
    );
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
