export {
  type LocalPostgres,
  type LocalPostgresOptions,
  startLocalPostgres,
  stopLeftBehind,
} from './local-postgres.ts';
export { createTestDatabase, type TestDatabase } from './test-database.ts';
export { createThrowawayDatabase, type ThrowawayDatabase } from './throwaway-database.ts';
