import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** One task of a Turborepo run. */
export interface TaskResult {
  /** `@schema-service/errors#test` */
  readonly id: string;
  readonly package: string;
  readonly task: string;
  /** The package's folder, relative to the root. */
  readonly directory: string;
  readonly cached: boolean;
  /** Undefined when it did not run because one that it needs failed. */
  readonly exitCode: number | undefined;
}

interface RunSummary {
  readonly tasks: readonly {
    readonly taskId: string;
    readonly task: string;
    readonly package: string;
    readonly directory: string;
    readonly command: string;
    readonly cache: { readonly status: string };
    readonly execution?: { readonly exitCode?: number };
  }[];
}

/** Runs the tasks over the whole workspace; what each printed goes to the terminal, what came of it is returned. */
export async function turboRun(
  root: string,
  tasks: readonly string[],
  environment: Readonly<Record<string, string>>,
  flags: readonly string[],
): Promise<readonly TaskResult[]> {
  const summaries = join(root, '.turbo', 'runs');
  rmSync(summaries, { recursive: true, force: true });
  mkdirSync(summaries, { recursive: true });
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    packageManager: string;
  };
  const turbo = spawn(
    'npx',
    [
      '--yes',
      packageManager,
      'exec',
      'turbo',
      'run',
      ...tasks,
      '--continue',
      '--summarize',
      ...flags,
    ],
    { cwd: root, env: { ...process.env, ...environment }, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  await new Promise((resolve, reject) => turbo.once('exit', resolve).once('error', reject));

  const [file] = readdirSync(summaries);
  if (!file) throw new Error('Turborepo wrote no summary of its run.');
  const summary = JSON.parse(readFileSync(join(summaries, file), 'utf8')) as RunSummary;
  return summary.tasks
    .filter((task) => task.command !== '<NONEXISTENT>')
    .map((task) => ({
      id: task.taskId,
      package: task.package,
      task: task.task,
      directory: task.directory,
      cached: task.cache.status === 'HIT',
      exitCode: task.execution?.exitCode,
    }));
}
