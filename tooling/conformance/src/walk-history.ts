import { step } from '@schema-service/bootstrap/steps';
import { createTestDatabase } from '@schema-service/local-postgres';
import {
  type DatabaseStructure,
  down,
  type Migration,
  NO_VERSION,
  readMigrations,
  up,
} from '@schema-service/migrator';
import { expectSame, structureOf } from './structure.ts';

/**
 * Takes a fresh database through every version: up, and where it has a way down,
 * down and up again. At last everything down that can go, and up. Gives what all of it makes.
 *
 * @throws SchemaServiceError CONFORMANCE_STRUCTURE_DIFFERS, and what the migrator refuses
 */
export async function walkHistory(folder: string): Promise<DatabaseStructure> {
  const migrations = await readMigrations(folder);
  await using database = await createTestDatabase();
  const connection = database.connectionString;
  const options = { connection, migrations, allowDataLoss: true };
  const versions = Map.groupBy(migrations, ({ version }) => version);
  let before: string = NO_VERSION;
  let structureBefore = await structureOf(connection);
  const empty = structureBefore;
  for (const [version, own] of versions) {
    const back = hasWayDown(own);
    const title = back ? `${version} up, down, up` : `${version} up`;
    await step(title, async (note) => {
      note(`${own.length} migrations${back ? '' : ', no way down'}`);
      await up({ ...options, to: version });
      const structure = await structureOf(connection);
      if (back) {
        await down({ ...options, to: before });
        expectSame(structureBefore, await structureOf(connection), `${version} down`);
        await up({ ...options, to: version });
        expectSame(structure, await structureOf(connection), `${version} up again`);
      }
      [before, structureBefore] = [version, structure];
    });
  }
  if (hasWayDown(migrations)) {
    await step('all the way down and up', async () => {
      await down({ ...options, to: NO_VERSION });
      expectSame(empty, await structureOf(connection), 'all the way down');
      await up(options);
      expectSame(structureBefore, await structureOf(connection), 'all the way up again');
    });
  }
  return structureBefore;
}

const hasWayDown = (migrations: readonly Migration[]): boolean =>
  migrations.every(({ down: script }) => script !== undefined);
