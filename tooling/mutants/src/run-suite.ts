import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Mutant } from './mutant.ts';
import type { SuiteAnswer, SuiteInput } from './suite-process.ts';

export interface SuiteRun extends SuiteAnswer {
  /** Whether it was ended because it took longer than its limit. */
  readonly isEndless: boolean;
  /** In milliseconds. */
  readonly duration: number;
}

/** A package's suite in a process of its own, which a run with a mutant that never ends takes down. */
export interface SuiteRunner extends Disposable {
  /** Runs the suite up to the first test that fails, for `limit` milliseconds at most. */
  readonly run: (mutant: Mutant | undefined, limit: number) => Promise<SuiteRun>;
}

export function startSuite(input: SuiteInput): SuiteRunner {
  let child: ChildProcess | undefined;
  const start = (): ChildProcess => {
    const started = fork(join(import.meta.dirname, 'suite-process.ts'), [JSON.stringify(input)], {
      cwd: input.root,
      // In CI no expectation is written that is missing.
      env: { ...process.env, CI: 'true' },
      execArgv: ['--conditions=source'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    // One that cannot start fails the first message to it, too.
    return started.on('error', () => {});
  };
  const end = (): void => {
    child?.kill('SIGKILL');
    child = undefined;
  };
  return {
    run: (mutant, limit) => {
      const began = performance.now();
      const process = child ?? start();
      child = process;
      return new Promise((resolve, reject) => {
        const settle = (): void => {
          clearTimeout(timer);
          process.off('message', answer).off('exit', exit);
        };
        const fail = (error: Error): void => {
          settle();
          end();
          reject(error);
        };
        const answer = (given: SuiteAnswer): void => {
          settle();
          resolve({ ...given, isEndless: false, duration: performance.now() - began });
        };
        const exit = (code: number | null): void =>
          fail(new Error(`The tests ended with ${code} and without an answer.`));
        const timer = setTimeout(() => {
          settle();
          end();
          resolve({ passed: false, errors: [], isEndless: true, duration: limit });
        }, limit);
        process.on('message', answer).on('exit', exit);
        process.send(mutant === undefined ? {} : { mutant }, (error) => {
          if (error) fail(error);
        });
      });
    },
    [Symbol.dispose]: end,
  };
}
