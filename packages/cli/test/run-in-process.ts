import { vi } from 'vitest';
import { run } from '../src/run.ts';
import type { CliRun } from './run-cli.ts';

/** Runs the command in a folder, as a part of this process: for tests that run it many times. */
export async function runInProcess(folder: string, args: readonly string[]): Promise<CliRun> {
  const before = process.cwd();
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream] += text.toString();
      return true;
    }),
  );
  process.chdir(folder);
  try {
    return { code: await run(args), ...written };
  } finally {
    process.chdir(before);
    for (const spy of spies) spy.mockRestore();
  }
}
