import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { step } from '@schema-service/bootstrap/steps';
import { formatError } from '@schema-service/errors';
import {
  createCleanup,
  createTestDatabase,
  startThrowawayPostgres,
} from '@schema-service/local-postgres';
import { importPrismaHistory } from './import-prisma-history.ts';
import { applyPrismaHistory, readPrismaHistory } from './prisma-history.ts';
import { expectSame, structureOf } from './structure.ts';
import { walkHistory } from './walk-history.ts';

const help = `pnpm test:histories [FOLDER ...]

Takes every migration of a folder up, down and up again on a fresh database, where it
has a way down, and compares the structure each time. A folder holds
<version>/<NNN_name>/up.sql, or the migrations/ of Prisma Migrate, which are imported
first and have to make what they make without us. Without a folder: migrations/.
`;

async function walkFolder(folder: string, work: string): Promise<void> {
  console.log(`\n${folder}`);
  if (!isPrisma(folder)) {
    await walkHistory(folder);
    return;
  }
  const history = readPrismaHistory(folder);
  const imported = join(work, 'migrations');
  await step(`import ${history.length} migrations of Prisma`, () =>
    importPrismaHistory(join(folder, 'migrations'), imported),
  );
  const structure = await walkHistory(imported);
  await step('the same as without us', async (note) => {
    await using database = await createTestDatabase();
    await applyPrismaHistory(database.connectionString, history);
    const expected = await structureOf(database.connectionString);
    expectSame(expected, structure, 'imported');
    note(`${structure.objects.length} objects`);
  });
}

function isPrisma(folder: string): boolean {
  const migrations = join(folder, 'migrations');
  return (
    existsSync(migrations) &&
    readdirSync(migrations).some((name) => existsSync(join(migrations, name, 'migration.sql')))
  );
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(help);
    return 0;
  }
  await using cleanup = createCleanup();
  const server = await startThrowawayPostgres(cleanup);
  process.env.TEST_DATABASE_URL = server.connectionString;
  let failed = false;
  for (const folder of args.length > 0 ? args : ['migrations']) {
    const work = mkdtempSync(join(tmpdir(), 'histories-'));
    try {
      await walkFolder(resolve(process.env.INIT_CWD ?? '.', folder), work);
    } catch (error) {
      failed = true;
      console.error(formatError(error));
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  return failed ? 1 : 0;
}

process.exit(await main(process.argv.slice(2)));
