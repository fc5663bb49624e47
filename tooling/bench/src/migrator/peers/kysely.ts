// kysely's Migrator over plain SQL files: kysely.ts FOLDER URL
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';

const [folder = '', connectionString = ''] = process.argv.slice(2);
const db = new Kysely<unknown>({
  dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString }) }),
});
const migrator = new Migrator({
  db,
  provider: {
    getMigrations: async () =>
      Object.fromEntries(
        readdirSync(folder).map((file) => [
          file,
          {
            up: async (on: Kysely<unknown>) => {
              await sql.raw(readFileSync(join(folder, file), 'utf8')).execute(on);
            },
          },
        ]),
      ),
  },
});
const { error } = await migrator.migrateToLatest();
await db.destroy();
if (error) throw error;
