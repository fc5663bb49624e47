import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { CommandFailed, step, stopRunning } from '@schema-service/bootstrap/steps';
import { type Artifact, packAll, packageNames } from '@schema-service/codegen';
import { formatError } from '@schema-service/errors';
import {
  createCleanup,
  createTestDatabase,
  startThrowawayPostgres,
} from '@schema-service/local-postgres';
import { readMigrations, up } from '@schema-service/migrator';
import { preparePython } from '@schema-service/python-tools';
import { readReleases } from '@schema-service/release';
import { loadSchemaSources, parseSchema, type SchemaModel } from '@schema-service/schema-model';
import { checkCalls } from './calls/check-calls.ts';
import { logFolders } from './log-folders.ts';
import { checkNode } from './node-check.ts';
import { applyPrismaHistory, readPrismaHistory, readTableFacts } from './prisma-history.ts';
import { checkPython } from './python-check.ts';
import { planSampleRows } from './sample-rows.ts';

const help = `pnpm conformance [FOLDER ...]

Takes a folder with *.prisma files and the migrations/ of Prisma Migrate, or
without one the newest version of this repository, through everything: generates, compiles and packs every client, checks them with tsc,
mypy and pyright (all strict), makes a database from the migrations, and creates
a row of every model and reads it back, in Node and in Python. Then both filter by,
order by and change every column, page, upsert and delete, and load, filter by, order
by and write through every relation, on the same rows, with the same answers.

What the programs print is kept in .data/conformance/, in a folder for each schema
whose name is said first. A program that takes longer than ten minutes is ended; so is
all that runs when this command is told to stop.
`;

const root = join(import.meta.dirname, '..', '..', '..');

/** Milliseconds that a program may take: more than any schema has needed, and an end to one that hangs. */
const TIME_LIMIT = 600_000;

interface Folders {
  /** For what is thrown away. */
  readonly work: string;
  /** For what the programs print. */
  readonly logs: string;
}

/** A schema, and how a database is made for it. */
interface Subject {
  readonly title: string;
  readonly read: () => Promise<SchemaModel>;
  readonly apply: (connectionString: string) => Promise<number>;
}

function prismaFolder(folder: string): Subject {
  return {
    title: folder,
    read: async () => parseSchema(await loadSchemaSources(folder)),
    apply: async (connectionString) => {
      const history = readPrismaHistory(folder);
      await applyPrismaHistory(connectionString, history);
      return history.length;
    },
  };
}

async function newestRelease(): Promise<Subject> {
  const release = (await readReleases(root)).at(-1);
  if (release === undefined) throw new Error('There is no release.');
  const migrations = await readMigrations(join(root, 'migrations'));
  return {
    title: `schema/versions/${release.version}`,
    read: async () => release.model,
    apply: async (connection) => {
      await up({ connection, migrations, to: release.version, allowDataLoss: true });
      return migrations.length;
    },
  };
}

/** Takes the schema through everything; gives the languages that it went through. */
async function conform(
  { title, read, apply }: Subject,
  { work, logs }: Folders,
): Promise<'both' | 'Node alone'> {
  console.log(`\n${title} (logs: ${relative(process.cwd(), logs)})`);
  rmSync(logs, { recursive: true, force: true });
  mkdirSync(logs, { recursive: true });
  const model = await step('parse the schema', async (note) => {
    const parsed = await read();
    note(
      `${parsed.models.length} models, ${parsed.enums.length} enums, ${parsed.views.length} views`,
    );
    return parsed;
  });
  const names = packageNames({ scope: '@conformance', name: 'db' });
  const artifacts = await step('generate, compile and pack', async (note) => {
    const packed = await packAll(model, { version: '1.0.0', names });
    note(packed.map(({ filename }) => filename).join(', '));
    return packed;
  });
  writeArtifacts(artifacts, work);

  await using nodeDatabase = await createTestDatabase();
  await using pythonDatabase = await createTestDatabase();
  await step('apply the migrations, twice', async (note) => {
    await apply(nodeDatabase.connectionString);
    note(`${await apply(pythonDatabase.connectionString)} migrations`);
  });
  const plan = planSampleRows(model, await readTableFacts(nodeDatabase.connectionString));
  const planFile = join(work, 'rows.json');
  writeFileSync(planFile, JSON.stringify(plan));
  const limits = { timeLimit: TIME_LIMIT };
  const context = { model, names, artifacts, work, logs, plan, planFile, limits };
  await checkNode(context, nodeDatabase.connectionString);
  const python = await preparePython(join(root, '.data'));
  if (python.kind === 'missing') {
    console.log(`– Python was left out. ${python.reason}`);
    return 'Node alone';
  }
  const interpreter = await checkPython(context, pythonDatabase.connectionString, python.python);
  await checkCalls(context, nodeDatabase.connectionString, interpreter);
  for (const { model: name, reason } of plan.leftOut) console.log(`– no row of ${name}: ${reason}`);
  return 'both';
}

function writeArtifacts(artifacts: readonly Artifact[], work: string): void {
  for (const { filename, bytes } of artifacts) writeFileSync(join(work, filename), bytes);
}

async function main(folders: readonly string[]): Promise<number> {
  if (folders.includes('--help')) {
    console.log(help);
    return 0;
  }
  await using cleanup = createCleanup();
  const temporary = mkdtempSync(join(tmpdir(), 'conformance-'));
  cleanup.defer(async () => rmSync(temporary, { recursive: true, force: true }));
  const server = await startThrowawayPostgres(cleanup);
  let isStopped = false;
  cleanup.defer(() => {
    isStopped = true;
    return stopRunning();
  });
  process.env.TEST_DATABASE_URL = server.connectionString;
  const subjects =
    folders.length > 0
      ? folders.map((folder) => prismaFolder(resolve(process.env.INIT_CWD ?? '.', folder)))
      : [await newestRelease()];
  const names = logFolders(subjects.map(({ title }) => title));
  const outcomes: string[] = [];
  for (const [index, subject] of subjects.entries()) {
    const work = join(temporary, String(index));
    const logs = join(root, '.data', 'conformance', names[index] ?? '');
    mkdirSync(work);
    try {
      const languages = await conform(subject, { work, logs });
      outcomes.push(languages === 'both' ? 'conformant' : `conformant in ${languages}`);
    } catch (error) {
      // The databases are gone by then, and what that says is of no use.
      if (isStopped) return 1;
      outcomes.push('not conformant');
      console.error(error instanceof CommandFailed ? error.message : formatError(error));
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  console.log();
  for (const [index, { title }] of subjects.entries()) console.log(`${outcomes[index]}: ${title}`);
  return outcomes.includes('not conformant') ? 1 : 0;
}

process.exit(await main(process.argv.slice(2)));
