import { databaseTests, isolated } from '@schema-service/vitest-config';
import type { ViteUserConfig } from 'vitest/config';

/** Installs download; what hangs is ended all the same. */
const GUARD_MS = 900_000;

const config: ViteUserConfig = isolated({
  ...databaseTests,
  test: {
    ...databaseTests.test,
    // Of `vitest.platforms.config.ts`.
    exclude: ['test/platforms/**'],
    testTimeout: GUARD_MS,
    hookTimeout: GUARD_MS,
  },
});

export default config;
