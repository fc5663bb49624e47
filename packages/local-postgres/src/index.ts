export { testMajor } from './binaries.ts';
export { type Cleanup, createCleanup } from './cleanup.ts';
export { freePort } from './free-port.ts';
export {
  findPgbouncer,
  type LocalPgbouncer,
  type PoolMode,
  startPgbouncer,
} from './local-pgbouncer.ts';
export {
  type LocalPostgres,
  type LocalPostgresOptions,
  startLocalPostgres,
  stopLeftBehind,
} from './local-postgres.ts';
export {
  createTestDatabase,
  createThrowawayDatabase,
  type TestDatabase,
  type ThrowawayDatabase,
} from './throwaway-database.ts';
export { startThrowawayPostgres, type ThrowawayPostgresOptions } from './throwaway-postgres.ts';
