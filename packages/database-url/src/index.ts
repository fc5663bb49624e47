export {
  type ClientConfig,
  type DatabaseAddress,
  type DatabaseUrl,
  looksLikeDatabaseUrl,
  readDatabaseUrl,
} from './database-url.ts';
