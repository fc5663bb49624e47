import { databaseTests } from '@schema-service/vitest-config';
import type { ViteUserConfig } from 'vitest/config';

/** A test here starts a process for each command that it tries, a dozen some of them. */
const config: ViteUserConfig = {
  ...databaseTests,
  test: { ...databaseTests.test, testTimeout: 120_000 },
};

export default config;
