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
import { preparePython } from '@schema-service/python-tools';
import { loadSchemaSources, parseSchema } from '@schema-service/schema-model';
import { checkNode } from './node-check.ts';
import { applyPrismaHistory, readPrismaHistory, readTableFacts } from './prisma-history.ts';
import { checkPython } from './python-check.ts';
import { checkRelations } from './relations/check-relations.ts';
import { planSampleRows } from './sample-rows.ts';

const help = `pnpm conformance FOLDER [FOLDER ...]

Takes a folder with *.prisma files and the migrations/ of Prisma Migrate through
everything: generates, compiles and packs every client, checks them with tsc,
mypy and pyright (all strict), makes a database from the migrations, and creates
a row of every model and reads it back, in Node and in Python. Then both load,
filter by, order by and write through every relation on the same rows, with the
same answers. What the programs print is kept in .data/conformance/.
`;

const root = join(import.meta.dirname, '..', '..', '..');

async function conform(folder: string, work: string): Promise<void> {
  console.log(`\n${folder}`);
  const logs = join(root, '.data', 'conformance', basename(folder));
  rmSync(logs, { recursive: true, force: true });
  mkdirSync(logs, { recursive: true });
  const history = readPrismaHistory(folder);
  const model = await step('parse the schema', async (note) => {
    const parsed = parseSchema(await loadSchemaSources(folder));
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
  await step(`apply ${history.length} migrations, twice`, async () => {
    await applyPrismaHistory(nodeDatabase.connectionString, history);
    await applyPrismaHistory(pythonDatabase.connectionString, history);
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
  if (folders.length === 0 || folders.includes('--help')) {
    console.log(help);
    return folders.length === 0 ? 2 : 0;
  }
  await using cleanup = createCleanup();
  const server = await startThrowawayPostgres(cleanup);
  cleanup.defer(async () => stopRunning());
  process.env.TEST_DATABASE_URL = server.connectionString;
  let failed = false;
  for (const folder of folders) {
    const work = mkdtempSync(join(tmpdir(), 'conformance-'));
    try {
      await conform(resolve(process.env.INIT_CWD ?? '.', folder), work);
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
