import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandFailed, step, stopRunning } from '@schema-service/bootstrap/steps';
import { formatError } from '@schema-service/errors';
import {
  createCleanup,
  createTestDatabase,
  startThrowawayPostgres,
} from '@schema-service/local-postgres';
import { type ReadRelease, readReleases } from '@schema-service/release';
import { beAtHome } from './at-home.ts';
import { compareAnswers } from './compare-answers.ts';
import { goOn, refusalOf } from './go-on.ts';

const help = `pnpm test:replay [VERSION ...]

Replays the suite of every released client, or of those named, on databases of all newer
releases: makes a database of the client's version with rows in every table, and copies of it
that go on from release to release. Where the database serves the client, its calls on the copy
(filter by, order by and change every column, upsert, delete, and read and write through every
relation, in Node and in Python) have to give what they give on the database of its own.

Answers that differ are in .data/replay/.
`;

const root = join(import.meta.dirname, '..', '..', '..', '..');

/** Gives how many databases did not answer as the client's own. */
async function replay(
  release: ReadRelease,
  releases: readonly ReadRelease[],
  work: string,
): Promise<number> {
  await using database = await createTestDatabase();
  const home = await beAtHome(root, release, database, work);
  const newer = releases.slice(releases.indexOf(release) + 1);
  let failed = 0;
  for (const [index, { version }] of newer.entries()) {
    await using copy = await createTestDatabase(database.name);
    const title = `client ${release.version} on database ${version}`;
    try {
      const way = newer.slice(0, index + 1);
      await step(`migrate its rows to ${version}`, () => goOn(root, copy, way));
      const refusal = await refusalOf(copy, release.version);
      if (refusal === undefined) await compareAnswers(home, copy, title);
      else console.log(`– ${title}: ${refusal}`);
    } catch (error) {
      failed++;
      console.error(error instanceof CommandFailed ? error.message : formatError(error));
    }
  }
  return failed;
}

async function main(asked: readonly string[]): Promise<number> {
  if (asked.includes('--help')) {
    console.log(help);
    return 0;
  }
  const releases = await readReleases(root);
  const replayed = releases.slice(0, -1);
  const unknown = asked.filter((version) => !replayed.some((one) => one.version === version));
  if (unknown.length > 0) {
    const known = replayed.map(({ version }) => version).join(', ');
    console.error(
      `No release with a newer one is called ${unknown.join(', ')}: there are ${known}.`,
    );
    return 2;
  }
  await using cleanup = createCleanup();
  const temporary = mkdtempSync(join(tmpdir(), 'replay-'));
  cleanup.defer(async () => rmSync(temporary, { recursive: true, force: true }));
  const server = await startThrowawayPostgres(cleanup);
  cleanup.defer(() => stopRunning());
  process.env.TEST_DATABASE_URL = server.connectionString;
  let failed = 0;
  for (const release of replayed) {
    if (asked.length > 0 && !asked.includes(release.version)) continue;
    failed += await replay(release, releases, join(temporary, release.version));
  }
  return failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof CommandFailed ? error.message : formatError(error));
  process.exitCode = 1;
}
