import { databaseTests, isolated } from '@schema-service/vitest-config';
import type { ViteUserConfig } from 'vitest/config';

/** Every test starts the command several times, as a process of its own. */
const config: ViteUserConfig = isolated({
  ...databaseTests,
  test: { ...databaseTests.test, testTimeout: 240_000 },
});

export default config;
