import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { step } from '@schema-service/bootstrap/steps';
import { formatError, SchemaServiceError } from '@schema-service/errors';
import {
  createCleanup,
  createTestDatabase,
  startThrowawayPostgres,
} from '@schema-service/local-postgres';
import { buildRelease, readReleases } from '@schema-service/release';
import { loadConfig } from '@schema-service/repository';
import { loadSchemaSources, parseSchema } from '@schema-service/schema-model';
import { applyPrismaHistory, readPrismaHistory } from './prisma-history.ts';

const help = `pnpm test:adoption FOLDER [FOLDER ...]

Takes a folder with *.prisma files and the migrations/ of Prisma Migrate the whole way
of a project that comes here: init --from, baseline of a database that its own
migrations made, verify, an optional field, change, check, the version, the
migration of that database, and the clients of the version.
`;

const root = join(import.meta.dirname, '..', '..', '..');
const execute = promisify(execFile);

interface Run {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of ours from source, and fails with what it printed. */
async function command(main: string, cwd: string, args: readonly string[]): Promise<Run> {
  try {
    return await execute(process.execPath, ['--conditions=source', join(root, main), ...args], {
      cwd,
      maxBuffer: 1 << 28,
    });
  } catch (cause) {
    const { stdout = '', stderr = '' } = cause as Partial<Run>;
    throw new SchemaServiceError(
      {
        code: 'CONFORMANCE_COMMAND_FAILED',
        message: `${basename(main)} ${args.join(' ')}\n${stdout}${stderr}`,
      },
      { cause },
    );
  }
}

async function adopt(folder: string, server: string, repository: string): Promise<void> {
  console.log(`\n${folder}`);
  await using database = await createTestDatabase();
  const url = database.connectionString;
  const onServer = ['--server', server];
  const schemactl = (...args: readonly string[]) =>
    command('packages/cli/src/main.ts', repository, args);
  const migrator = (...args: readonly string[]) =>
    command('apps/migrator/src/main.ts', repository, [...args, '--database-url', url]);

  await step('init --from', async (note) => {
    const { stdout } = await schemactl(
      ...['init', '--from', folder, '--scope', '@adopted', '--name', 'db', '--json'],
      ...['--accept-differences', ...onServer],
    );
    const { accepted, generators, extensions } = JSON.parse(stdout);
    note(
      `${accepted.length} differences accepted, ${generators.length} generators, ${extensions.length} extensions`,
    );
  });
  await step('its own migrations', async (note) => {
    const history = readPrismaHistory(folder);
    await applyPrismaHistory(url, history);
    note(`${history.length} applied`);
  });
  await step('baseline', () => migrator('baseline', '--to', '1.0.0'));
  await step('verify', () => migrator('verify'));
  await step('change', async (note) => {
    note(await addField(repository));
    await schemactl('change', ...onServer);
  });
  await step('check', async (note) => {
    const { stdout, stderr } = await schemactl('check', ...onServer);
    note((stdout + stderr).trim().split('\n')[0] ?? '');
  });
  await step('version', async () => {
    setVersion(repository, '1.1.0');
    await schemactl('version', 'create', ...onServer);
  });
  await step('up', () => migrator('up', '--to', '1.1.0'));
  await step('verify 1.1.0', () => migrator('verify'));
  await step('down', () => migrator('down', '--to', '1.0.0', '--yes', '--allow-data-loss'));
  await step('verify 1.0.0', () => migrator('verify'));
  await step('build the clients', async (note) => {
    const release = (await readReleases(repository)).at(-1);
    if (release === undefined) throw new Error('There is no release.');
    const artifacts = await buildRelease(release, loadConfig(repository));
    note(artifacts.map(({ filename }) => filename).join(', '));
  });
}

/** Adds an optional field to the first model whose table has an accepted difference, or else to the first of all. */
async function addField(repository: string): Promise<string> {
  const sources = await loadSchemaSources(join(repository, 'schema'));
  const accepted = join(repository, 'migrations', 'accepted-differences.json');
  const text = readdirSync(join(repository, 'migrations')).includes(basename(accepted))
    ? readFileSync(accepted, 'utf8')
    : '';
  const { models } = parseSchema(sources);
  const model =
    models.find(({ dbName }) => text.includes(`.${dbName}"`) || text.includes(`${dbName}\\"`)) ??
    models[0];
  const declared = new RegExp(`^(model ${model?.name}\\s*\\{[^\\n]*)$`, 'm');
  const source = sources.find(({ content }) => declared.test(content));
  if (source === undefined) throw new Error(`${model?.name} is declared nowhere.`);
  writeFileSync(source.path, source.content.replace(declared, '$1\n  adoptionNote String?'));
  return `${model?.name}.adoptionNote`;
}

/** What `changeset version` does to the versions of the packages. */
function setVersion(repository: string, version: string): void {
  const packages = join(repository, 'packages');
  for (const name of readdirSync(packages)) {
    const file = join(packages, name, 'package.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, `${JSON.stringify({ ...manifest, version }, null, 2)}\n`);
  }
}

async function main(folders: readonly string[]): Promise<number> {
  if (folders.length === 0 || folders.includes('--help')) {
    console.log(help);
    return folders.length === 0 ? 2 : 0;
  }
  await using cleanup = createCleanup();
  const { connectionString: server } = await startThrowawayPostgres(cleanup);
  process.env.TEST_DATABASE_URL = server;
  const failed: string[] = [];
  for (const folder of folders) {
    const work = mkdtempSync(join(tmpdir(), 'adoption-'));
    try {
      await adopt(resolve(process.env.INIT_CWD ?? '.', folder), server, work);
    } catch (error) {
      failed.push(folder);
      console.error(formatError(error));
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  console.log(failed.length === 0 ? '\nadopted' : `\nnot adopted: ${failed.join(', ')}`);
  return failed.length === 0 ? 0 : 1;
}

process.exit(await main(process.argv.slice(2)));
