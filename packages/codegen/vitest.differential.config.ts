import { databaseTests } from '@schema-service/vitest-config';

/** `pnpm test:differential`: many calls, with other seeds each time. */
const config: typeof databaseTests = {
  ...databaseTests,
  test: {
    ...databaseTests.test,
    include: ['test/differential.test.ts'],
    env: { DIFFERENTIAL_CALLS: process.env.DIFFERENTIAL_CALLS ?? '3000' },
  },
};

export default config;
