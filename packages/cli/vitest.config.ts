import { databaseTests } from '@schema-service/vitest-config';
import type { ViteUserConfig } from 'vitest/config';

/** A test runs the command several times, a few as a process of its own. */
const config: ViteUserConfig = {
  ...databaseTests,
  test: { ...databaseTests.test, testTimeout: 240_000 },
};

export default config;
