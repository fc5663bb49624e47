import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
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
import { checkNode } from './node-check.ts';
import { applyPrismaHistory, readPrismaHistory, readTableFacts } from './prisma-history.ts';
import { checkPython } from './python-check.ts';
import { checkRelations } from './relations/check-relations.ts';
import { planSampleRows } from './sample-rows.ts';

const help = `pnpm conformance [FOLDER ...]

Takes a folder with *.prisma files and the migrations/ of Prisma Migrate, or
without one the newest version of this repository, through everything: generates, compiles and packs every client, checks them with tsc,
mypy and pyright (all strict), makes a database from the migrations, and creates
a row of every model and reads it back, in Node and in Python. Then both load,
filter by, order by and write through every relation on the same rows, with the
same answers. What the programs print is kept in .data/conformance/.
`;

const root = join(import.meta.dirname, '..', '..', '..');

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

async function conform({ title, read, apply }: Subject, work: string): Promise<void> {
  console.log(`\n${title}`);
  const logs = join(root, '.data', 'conformance', basename(title));
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
  const context = { model, names, artifacts, work, logs, plan, planFile };
  await checkNode(context, nodeDatabase.connectionString);
  const python = await preparePython(join(root, '.data'));
  if (python.kind === 'missing') {
    console.log(`– Python was left out. ${python.reason}`);
    return;
  }
  const interpreter = await checkPython(context, pythonDatabase.connectionString, python.python);
  await checkRelations(context, nodeDatabase.connectionString, interpreter);
  for (const { model: name, reason } of plan.leftOut) console.log(`– no row of ${name}: ${reason}`);
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
  const server = await startThrowawayPostgres(cleanup);
  cleanup.defer(async () => stopRunning());
  process.env.TEST_DATABASE_URL = server.connectionString;
  let failed = false;
  const subjects =
    folders.length > 0
      ? folders.map((folder) => prismaFolder(resolve(process.env.INIT_CWD ?? '.', folder)))
      : [await newestRelease()];
  for (const subject of subjects) {
    const work = mkdtempSync(join(tmpdir(), 'conformance-'));
    try {
      await conform(subject, work);
    } catch (error) {
      failed = true;
      console.error(error instanceof CommandFailed ? error.message : formatError(error));
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  console.log(failed ? '\nnot conformant' : '\nconformant');
  return failed ? 1 : 0;
}

process.exit(await main(process.argv.slice(2)));
