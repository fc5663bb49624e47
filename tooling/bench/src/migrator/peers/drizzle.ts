// drizzle-orm's migrator: drizzle.ts FOLDER URL
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';

const [migrationsFolder = '', connectionString = ''] = process.argv.slice(2);
const client = new pg.Client({ connectionString });
await client.connect();
await migrate(drizzle(client), { migrationsFolder });
await client.end();
