/** How many tests of a suite ended how. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What a suite's report says; the fields of Vitest's JSON reporter that count. */
interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

/**
 * The counts of one suite. A suite that failed and whose report (none, or one
 * without a failed test) does not show it, counts as one failure: a crash is
 * never a pass.
 */
export function countTests(report: string | undefined, exitCode: number | undefined): TestCounts {
  const counts = report === undefined ? { passed: 0, failed: 0, skipped: 0 } : readReport(report);
  const failedUnseen = exitCode !== 0 && counts.failed === 0;
  const ranNothing = exitCode === 0 && counts.passed + counts.failed + counts.skipped === 0;
  return failedUnseen || ranNothing ? { ...counts, failed: counts.failed + 1 } : counts;
}

function readReport(report: string): TestCounts {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
    report,
  ) as VitestReport;
  return {
    passed: numPassedTests,
    failed: numFailedTests,
    skipped: numPendingTests + numTodoTests,
  };
}

export function addCounts(all: readonly TestCounts[]): TestCounts {
  return all.reduce(
    (sum, { passed, failed, skipped }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** The closing line: `12 passed, 0 failed, 3 skipped`. */
export function formatCounts({ passed, failed, skipped }: TestCounts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
