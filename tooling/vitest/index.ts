import type { ViteUserConfig } from 'vitest/config';

/**
 * The one way a package's suites run: sources instead of builds, and a JSON
 * report beside the readable one, which the root test command adds up.
 */
export const unitTests: ViteUserConfig = {
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    reporters: ['default', ['json', { outputFile: 'test-results/vitest.json' }]],
  },
};

/** For suites on a real PostgreSQL: one server for the whole run, a database of its own for each test that asks. */
export const databaseTests: ViteUserConfig = {
  ...unitTests,
  test: {
    ...unitTests.test,
    globalSetup: ['@schema-service/local-postgres/vitest-setup'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
};
