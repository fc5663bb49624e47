import { readFileSync } from 'node:fs';
import { unitTests } from '@schema-service/vitest-config';
import type { Plugin } from 'vitest/config';
import { BaseSequencer, createVitest, type TestSpecification } from 'vitest/node';
import { applyMutant, type Mutant } from './mutant.ts';

/** What the process is started with, as JSON in its argument. */
export interface SuiteInput {
  /** The package's folder, absolute. */
  readonly root: string;
  /** Patterns of test files that do not run, relative to the package. */
  readonly leftOut: readonly string[];
}

/** Asks for a run of the suite: as it is, or with a mutant. */
export interface SuiteRequest {
  readonly mutant?: Mutant;
}

/** The answer to each request. */
export interface SuiteAnswer {
  readonly passed: boolean;
  /** The errors of the first test that failed. */
  readonly errors: readonly string[];
}

const { root, leftOut }: SuiteInput = JSON.parse(process.argv[2] ?? '{}');
let mutant: Mutant | undefined;
/** By the path of a test file, in milliseconds. */
const durations = new Map<string, number>();

const isMutated = (id: string): boolean => id.split('?', 1)[0] === mutant?.file;

/** Reads the one file with the change in it, and writes none. */
const plugin: Plugin = {
  name: 'mutant',
  enforce: 'pre',
  // What is kept of a file is for the text that stands in it.
  configureVitest: ({ defineCacheKeyGenerator }) =>
    defineCacheKeyGenerator(({ id }) => (isMutated(id) ? false : null)),
  load: (id) =>
    mutant !== undefined && isMutated(id)
      ? applyMutant(readFileSync(mutant.file, 'utf8'), mutant)
      : undefined,
};

/** The quickest files first. */
class Quickest extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const time = ({ moduleId }: TestSpecification): number => durations.get(moduleId) ?? 0;
    return files.toSorted((one, other) => time(one) - time(other));
  }
}

const vitest = await createVitest(
  'test',
  {
    ...unitTests.test,
    root,
    config: false,
    watch: false,
    exclude: [...leftOut],
    reporters: [{}],
    bail: 1,
    pool: 'threads',
    maxWorkers: 1,
    isolate: false,
    sequence: { sequencer: Quickest },
  },
  { ...unitTests, plugins: [plugin], test: {} },
);
const specifications = await vitest.globTestSpecifications();

async function run(request: SuiteRequest): Promise<SuiteAnswer> {
  if (mutant !== undefined) vitest.invalidateFile(mutant.file);
  mutant = request.mutant;
  if (mutant !== undefined) vitest.invalidateFile(mutant.file);
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(
    [...specifications],
    true,
  );
  const failed = testModules.filter((module) => !module.ok());
  if (mutant === undefined) {
    for (const module of testModules) {
      durations.set(module.moduleId, module.diagnostic().duration);
    }
  }
  const errors = failed.flatMap((module) => [
    ...module.errors(),
    ...[...module.children.allTests('failed')].flatMap((test) => test.result().errors ?? []),
  ]);
  return {
    passed: failed.length === 0 && unhandledErrors.length === 0,
    errors: [...errors, ...unhandledErrors].map((error) => String((error as Error).message)),
  };
}

process.on('message', async (request: SuiteRequest) => {
  process.send?.(await run(request));
});
process.once('disconnect', () => process.exit());
