import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import type { Mutant } from './mutant.ts';
import { type SuiteRunner, startSuite } from './run-suite.ts';
import { sample } from './sample.ts';
import { mutantsOf, repository, type Suite, suiteFolder, suites } from './suites.ts';

const help = `pnpm test:mutants [--seed 1] [--count 120] [--workers 1] [PACKAGE ...]

Changes the code of the packages without a database (or of those named), one
small change at a time, and runs the tests of the package. A change that no test
notices has survived. Which changes are tried depends on the seed alone. No file
is written. Ends with 1 where more than one in ten survives.

Packages: ${suites.map(({ name }) => name).join(', ')}
`;

/** The part of the mutants that has to be noticed. */
const ENOUGH = 0.9;
/** A mutant that takes so many times as long as the code as it is does not end, which is noticed, too. */
const PATIENCE = 5;
const LEAST_LIMIT_MS = 30_000;
const BASELINE_LIMIT_MS = 600_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '120' },
    workers: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});

interface Try {
  readonly suite: Suite;
  readonly mutant: Mutant;
}

async function main(): Promise<number> {
  if (values.help) {
    console.log(help);
    return 0;
  }
  const unknown = positionals.filter((name) => !suites.some((suite) => suite.name === name));
  const [seed, count, workers] = [values.seed, values.count, values.workers].map(Number);
  if (unknown.length > 0 || !isCount(seed) || !isCount(count) || !isCount(workers)) {
    console.error(help);
    return 2;
  }
  const chosen = suites.filter(
    ({ name }) => positionals.length === 0 || positionals.includes(name),
  );
  const all = chosen.flatMap((suite) => mutantsOf(suite).map((mutant) => ({ suite, mutant })));
  const tries = sample(all, count, seed);
  console.log(`${tries.length} of ${all.length} mutants, seed ${seed}\n`);
  const waiting = [...tries];
  const killed = await Promise.all(Array.from({ length: workers }, () => work(waiting)));
  const sum = killed.reduce((total, one) => total + one, 0);
  const part = tries.length === 0 ? 1 : sum / tries.length;
  console.log(`\n${sum} of ${tries.length} killed (${(100 * part).toFixed(1)} %), seed ${seed}`);
  return part >= ENOUGH ? 0 : 1;
}

const isCount = (value: number | undefined): value is number =>
  value !== undefined && Number.isSafeInteger(value) && value >= 0;

/** A suite that passes as it is. */
interface Baseline extends Disposable {
  readonly runner: SuiteRunner;
  readonly limit: number;
}

/** Takes what waits until nothing does; how many of it were killed. */
async function work(waiting: Try[]): Promise<number> {
  using started = new DisposableStack();
  const baselines = new Map<Suite, Baseline>();
  let killed = 0;
  for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
    const { suite, mutant } = one;
    const baseline = baselines.get(suite) ?? started.use(await startBaseline(suite));
    baselines.set(suite, baseline);
    const { passed, isEndless } = await baseline.runner.run(mutant, baseline.limit);
    if (!passed) killed += 1;
    console.log(lineOf(passed ? 'survived' : isEndless ? 'endless' : 'killed', mutant));
  }
  return killed;
}

/** @throws Error where the tests fail as they are */
async function startBaseline(suite: Suite): Promise<Baseline> {
  const runner = startSuite({ root: suiteFolder(suite), leftOut: suite.testsLeftOut });
  const { passed, errors, duration } = await runner.run(undefined, BASELINE_LIMIT_MS);
  if (!passed)
    throw new Error([`The tests of ${suite.name} fail as they are.`, ...errors].join('\n'));
  return {
    runner,
    limit: Math.max(LEAST_LIMIT_MS, PATIENCE * duration),
    [Symbol.dispose]: () => runner[Symbol.dispose](),
  };
}

function lineOf(outcome: string, { file, line, kind, before, after }: Mutant): string {
  const place = `${relative(repository, file)}:${line}`;
  return `${outcome.padEnd(8)}  ${place}  ${kind}  ${brief(before)} → ${brief(after)}`;
}

/** On one line, and not too long. */
function brief(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  if (line === '') return '(nothing)';
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

try {
  process.exit(await main());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
