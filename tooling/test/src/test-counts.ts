/** How many tests of a suite ended how. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A test that failed, or a file of tests that could not be run. */
export interface TestFailure {
  /** Of the file of tests, as the report has it. */
  readonly file: string;
  /** Of the test, below the groups that it stands in; empty for a file. */
  readonly title: string;
  /** What was wrong, with the stack. */
  readonly message: string;
}

/** What a suite's report says; the fields of Vitest's JSON reporter that are read. */
interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[] | null;
    }[];
  }[];
}

/**
 * The counts of one suite. A suite that failed and whose report (none, or one
 * without a failed test) does not show it, counts as one failure: a crash is
 * never a pass.
 */
export function countTests(report: string | undefined, exitCode: number | undefined): TestCounts {
  const counts = report === undefined ? { passed: 0, failed: 0, skipped: 0 } : readCounts(report);
  const failedUnseen = exitCode !== 0 && counts.failed === 0;
  const ranNothing = exitCode === 0 && counts.passed + counts.failed + counts.skipped === 0;
  return failedUnseen || ranNothing ? { ...counts, failed: counts.failed + 1 } : counts;
}

function readCounts(report: string): TestCounts {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
    report,
  ) as VitestReport;
  return {
    passed: numPassedTests,
    failed: numFailedTests,
    skipped: numPendingTests + numTodoTests,
  };
}

/** What failed in a suite, in the order of its report; nothing where a crash left none. */
export function readFailures(report: string): readonly TestFailure[] {
  const { testResults } = JSON.parse(report) as VitestReport;
  return testResults.flatMap(({ name: file, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    // A file that cannot be loaded, or whose set-up fails, has no failed test.
    if (failed.length === 0) return status === 'failed' ? [{ file, title: '', message }] : [];
    return failed.map(({ fullName, failureMessages }) => ({
      file,
      title: fullName,
      message: (failureMessages ?? []).join('\n'),
    }));
  });
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
