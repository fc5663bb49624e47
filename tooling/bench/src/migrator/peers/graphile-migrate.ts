// graphile-migrate: graphile-migrate.ts FOLDER URL
import { migrate } from 'graphile-migrate';

const [migrationsFolder = '', connectionString = ''] = process.argv.slice(2);
await migrate({ connectionString, migrationsFolder });
