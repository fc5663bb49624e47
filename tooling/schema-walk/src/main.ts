import { resolve } from 'node:path';
import { formatError } from '@schema-service/errors';
import { createCleanup, startThrowawayPostgres } from '@schema-service/local-postgres';
import { readHistory } from './read-history.ts';
import { createWalkDatabase } from './schema-database.ts';
import { type WalkedStep, walkHistory } from './walk-history.ts';

const help = `pnpm test:walk FOLDER [FOLDER ...]

Takes a folder with the migrations/ of Prisma Migrate, applies them one by one,
and reads the schema after each. From every schema to the next it drafts the
migrations, runs them up, down and up again on a database of their own, and
compares it with one that was made from the schema. Fails on any difference.
`;

async function walk(folder: string): Promise<boolean> {
  console.log(`\n${folder}`);
  const history = readHistory(folder);
  await using folded = await createWalkDatabase();
  await using travelled = await createWalkDatabase();
  await using direct = await createWalkDatabase();
  let isGood = true;
  for await (const step of walkHistory(history, folded, { travelled, direct })) {
    console.log(lineOf(step));
    for (const difference of step.differences) console.log(`    ${difference}`);
    if (step.differences.length > 0) isGood = false;
  }
  return isGood;
}

function lineOf({ name, changes, drafts, differences }: WalkedStep): string {
  const mark = differences.length === 0 ? '✓' : '✗';
  const count = changes === 1 ? '1 change' : `${changes} changes`;
  return `${mark} ${name}: ${count}, ${drafts.join(' + ') || 'no migration'}`;
}

async function main(folders: readonly string[]): Promise<number> {
  if (folders.length === 0 || folders.includes('--help')) {
    console.log(help);
    return folders.length === 0 ? 2 : 0;
  }
  await using cleanup = createCleanup();
  const server = await startThrowawayPostgres(cleanup);
  process.env.TEST_DATABASE_URL = server.connectionString;
  let isGood = true;
  try {
    for (const folder of folders) {
      isGood = (await walk(resolve(process.env.INIT_CWD ?? '.', folder))) && isGood;
    }
  } catch (error) {
    isGood = false;
    console.error(formatError(error));
  }
  console.log(isGood ? '\nevery step leads to the next' : '\nsteps that do not lead to the next');
  return isGood ? 0 : 1;
}

process.exit(await main(process.argv.slice(2)));
