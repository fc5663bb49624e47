export {
  type LocalPostgres,
  type LocalPostgresOptions,
  startLocalPostgres,
} from './local-postgres.ts';
export { createTestDatabase, type TestDatabase } from './test-database.ts';
