import type { ViteUserConfig } from 'vitest/config';

/** Ends what hangs. No test measures time by it: on a busy machine everything takes longer. */
const GUARD_MS = 600_000;

/** What is waited for comes sooner, or not at all. */
const POLL_MS = 60_000;

/**
 * The one way a package's suites run: sources instead of builds, and a JSON
 * report beside the readable one, which the root test command adds up.
 */
export const unitTests: ViteUserConfig = {
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: GUARD_MS,
    hookTimeout: GUARD_MS,
    expect: { poll: { timeout: POLL_MS } },
    reporters: ['default', ['json', { outputFile: 'test-results/vitest.json' }]],
  },
};

/** For suites on a real PostgreSQL: one server for the whole run, a database of its own for each test that asks. */
export const databaseTests: ViteUserConfig = {
  ...unitTests,
  test: {
    ...unitTests.test,
    globalSetup: ['@schema-service/local-postgres/vitest-setup'],
  },
};
