// node-pg-migrate over plain SQL files: node-pg-migrate.ts FOLDER URL
import { runner } from 'node-pg-migrate';

const [dir = '', databaseUrl = ''] = process.argv.slice(2);
await runner({
  databaseUrl,
  dir,
  direction: 'up',
  migrationsTable: 'pgmigrations',
  singleTransaction: false,
  log: () => {},
});
