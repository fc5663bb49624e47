// umzug over plain SQL files, a transaction with a tracking row for each: umzug.ts FOLDER URL
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { Umzug } from 'umzug';

const [cwd = '', connectionString = ''] = process.argv.slice(2);
const client = new pg.Client({ connectionString });
await client.connect();
await client.query('CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY)');
const umzug = new Umzug({
  context: client,
  logger: undefined,
  migrations: {
    glob: ['*.sql', { cwd }],
    resolve: ({ name, path = '' }) => ({
      name,
      up: async () => {
        await client.query('BEGIN');
        await client.query(readFileSync(path, 'utf8'));
      },
    }),
  },
  storage: {
    executed: async () =>
      (await client.query<{ name: string }>('SELECT name FROM migrations ORDER BY 1')).rows.map(
        ({ name }) => name,
      ),
    logMigration: async ({ name }) => {
      await client.query('INSERT INTO migrations VALUES ($1)', [name]);
      await client.query('COMMIT');
    },
    unlogMigration: async () => {},
  },
});
await umzug.up();
await client.end();
