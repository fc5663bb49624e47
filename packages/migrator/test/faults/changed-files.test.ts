import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { down, status, up } from '../../src/index.ts';
import { migrationFolder, type TestFolder, THREE_MIGRATIONS } from '../migration-folder.ts';
import { query, tables } from '../query.ts';

const COMPANIES = '1.1.0/003_companies';
const REVIEWS = '1.0.0/002_reviews';

// Without the second one, so that it can come late.
const FILES = Object.fromEntries(
  Object.entries(THREE_MIGRATIONS).filter(([file]) => !file.startsWith(REVIEWS)),
);

function rename(folder: TestFolder, to: string): void {
  folder.remove('1.1.0');
  folder.write(`${to}/up.sql`, THREE_MIGRATIONS[`${COMPANIES}/up.sql`]);
}

test.each<[string, (folder: TestFolder) => void, string, string[]]>([
  [
    'edited',
    ({ write }) => write(`${COMPANIES}/up.sql`, 'CREATE TABLE company (name text);\r\n'),
    'MIGRATION_CHECKSUM_MISMATCH',
    ['edited'],
  ],
  ['missing', ({ remove }) => remove('1.1.0'), 'MIGRATION_FILE_MISSING', ['missing']],
  ['renamed', (folder) => rename(folder, '1.1.0/003_firms'), 'MIGRATION_FILE_MISSING', ['missing']],
  [
    'in another version',
    (folder) => rename(folder, '1.2.0/003_companies'),
    'MIGRATION_FILE_MISSING',
    ['missing'],
  ],
  [
    'out of order',
    ({ write }) => write(`${REVIEWS}/up.sql`, THREE_MIGRATIONS[`${REVIEWS}/up.sql`]),
    'MIGRATION_OUT_OF_ORDER',
    ['outOfOrder'],
  ],
])(
  '%s: up and down are refused, and the database stays as it was',
  async (_name, change, code, problems) => {
    await using database = await createTestDatabase();
    using folder = migrationFolder(FILES);
    const options = { connection: database.connectionString, migrations: folder.path };
    await up(options);
    const before = await rows(database.connectionString);
    folder.write('2.0.0/004_next/up.sql', 'CREATE TABLE next ();');
    change(folder);
    await expect(up(options)).rejects.toMatchObject({ code, fix: expect.any(String) });
    await expect(down({ ...options, to: '1.0.0', allowDataLoss: true })).rejects.toMatchObject({
      code,
    });
    expect((await status(options)).problems.map(({ kind }) => kind)).toEqual(problems);
    expect(await rows(database.connectionString)).toEqual(before);
    expect(await tables(database.connectionString)).toEqual(['company', 'product']);
  },
);

const rows = (connectionString: string) =>
  query(connectionString, 'SELECT * FROM schema_migrations.history ORDER BY id');
