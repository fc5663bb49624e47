import { expect, test } from 'vitest';
import { addCounts, countTests, formatCounts, readFailures } from './test-counts.ts';

const report = (passed: number, failed: number, pending: number): string =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: pending,
    numTodoTests: 0,
  });

test('a report is counted as it stands', () => {
  expect(countTests(report(3, 1, 2), 1)).toEqual({ passed: 3, failed: 1, skipped: 2 });
});

test.each([
  ['a crash before the report', undefined, 1],
  ['a task that never ran', undefined, undefined],
  ['a failure that no test shows', report(3, 0, 0), 1],
  ['a success without a single test', report(0, 0, 0), 0],
])('%s is a failure', (_, text, exitCode) => {
  expect(countTests(text, exitCode).failed).toBe(1);
});

test('the closing line adds up all suites and names skipped ones only where there are some', () => {
  const sum = addCounts([
    { passed: 1, failed: 0, skipped: 0 },
    { passed: 2, failed: 1, skipped: 0 },
  ]);
  expect(formatCounts(sum)).toBe('3 passed, 1 failed');
  expect(formatCounts({ ...sum, skipped: 4 })).toBe('3 passed, 1 failed, 4 skipped');
});

test('what failed is read with its file and message, a file that could not be run too', () => {
  const report = JSON.stringify({
    testResults: [
      {
        name: '/a.test.ts',
        status: 'failed',
        message: '',
        assertionResults: [
          { fullName: 'a sum is right', status: 'passed', failureMessages: [] },
          { fullName: 'a sum is wrong', status: 'failed', failureMessages: ['1 is not 2'] },
        ],
      },
      { name: '/b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
      { name: '/c.test.ts', status: 'passed', message: '', assertionResults: [] },
    ],
  });
  expect(readFailures(report)).toEqual([
    { file: '/a.test.ts', title: 'a sum is wrong', message: '1 is not 2' },
    { file: '/b.test.ts', title: '', message: 'no such module' },
  ]);
});
