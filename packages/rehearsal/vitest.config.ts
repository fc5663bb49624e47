import { databaseTests } from '@schema-service/vitest-config';
import type { ViteUserConfig } from 'vitest/config';

// A rehearsal is some thirty round trips, and two databases that are made and dropped.
const options: ViteUserConfig = {
  ...databaseTests,
  test: { ...databaseTests.test, testTimeout: 120_000 },
};
export default options;
