import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
    // The files of a suite share a process, and with it what they import. A test undoes what it changes there.
    isolate: false,
    // What tests start with Node is compiled once, where Node keeps such files by itself.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
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

/** A process for each file, in suites that were not tried in one, or that look at what a process has loaded. */
export function isolated(config: ViteUserConfig): ViteUserConfig {
  return { ...config, test: { ...config.test, isolate: true } };
}
