import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { run, step } from '@schema-service/bootstrap/steps';
import type { ConformanceContext } from './conformance-context.ts';

const tsc = join(
  dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin',
  'tsc',
);
const runners = join(import.meta.dirname, '..', 'runners');

const tsconfig = {
  compilerOptions: {
    target: 'es2022',
    module: 'nodenext',
    strict: true,
    noUncheckedIndexedAccess: true,
    types: [],
    noEmit: true,
    // The drivers' own declarations are not ours to judge.
    skipLibCheck: true,
  },
  include: ['consumer.ts', 'types-only.ts'],
};

/** Where the Node clients are installed. */
export const nodeProject = ({ work }: Pick<ConformanceContext, 'work'>): string =>
  join(work, 'node');

/** Installs the packed clients with npm. */
export async function installNode(context: ConformanceContext): Promise<void> {
  const { work, logs, artifacts, limits } = context;
  const project = nodeProject(context);
  mkdirSync(project);
  await step('npm install', () => {
    const tarballs = artifacts.filter(({ ecosystem }) => ecosystem === 'npm');
    const dependencies = Object.fromEntries(
      tarballs.map(({ name, filename }) => [name, `file:${join(work, filename)}`]),
    );
    writeFileSync(
      join(project, 'package.json'),
      JSON.stringify({ private: true, type: 'module', dependencies, overrides: dependencies }),
    );
    return run('npm', ['install', '--no-audit', '--no-fund'], {
      ...limits,
      cwd: project,
      logFile: join(logs, 'npm.log'),
    });
  });
}

/** Installs the packed clients, compiles a consumer strictly, and creates and reads every row. */
export async function checkNode(context: ConformanceContext, databaseUrl: string): Promise<void> {
  const { logs, limits } = context;
  const project = nodeProject(context);
  await installNode(context);
  await step('tsc --strict', () => {
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(tsconfig));
    writeFileSync(join(project, 'consumer.ts'), consumerSource(context));
    writeFileSync(join(project, 'types-only.ts'), typesSource(context));
    return run(process.execPath, [tsc, '-p', project], {
      ...limits,
      cwd: project,
      logFile: join(logs, 'tsc.log'),
    });
  });
  await createInNode(context, databaseUrl);
}

/** Creates and reads every row. */
export async function createInNode(
  context: ConformanceContext,
  databaseUrl: string,
): Promise<void> {
  const { logs, names, plan, limits } = context;
  const project = nodeProject(context);
  await step('create and read back, Node', async (note) => {
    for (const file of ['create-and-read.mjs', 'values.mjs']) {
      copyFileSync(join(runners, file), join(project, file));
    }
    await run(process.execPath, ['create-and-read.mjs', names.node, context.planFile], {
      ...limits,
      cwd: project,
      logFile: join(logs, 'node.log'),
      env: { ...process.env, DATABASE_URL: databaseUrl },
    });
    note(`${plan.rows.length} of ${context.model.models.length} models`);
  });
}

/** Uses every model's delegate and every enum, so that all of the declarations are looked at. */
function consumerSource({ model, names }: ConformanceContext): string {
  const visible = model.models.filter((candidate) => !candidate.isIgnored);
  return [
    `import { createClient, schemaVersion, Prisma } from '${names.client}';`,
    `const db = createClient({ connectionString: 'postgresql://localhost/none' });`,
    `export const version: string = schemaVersion;`,
    ...visible.map(
      ({ name }) =>
        `export const many${name} = (where: Prisma.${name}WhereInput) => db.${accessor(name)}.findMany({ where });`,
    ),
  ].join('\n');
}

function typesSource({ names }: ConformanceContext): string {
  return [
    `import * as types from '${names.types}';`,
    `export const version: string = types.schemaVersion;`,
    `export type TableName = keyof types.Tables;`,
  ].join('\n');
}

/** Prisma's name for a model on its client. */
function accessor(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
