import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findMutants } from './find-mutants.ts';
import type { Mutant } from './mutant.ts';

/** A package whose suite, or what is named of it, needs no database. */
export interface Suite {
  readonly name: string;
  /** Patterns of sources that it does not test. */
  readonly sourcesLeftOut: readonly string[];
  /** Patterns of test files that need a database, or a process for themselves. */
  readonly testsLeftOut: readonly string[];
}

const whole = (name: string): Suite => ({ name, sourcesLeftOut: [], testsLeftOut: [] });

export const suites: readonly Suite[] = [
  whole('schema-diff'),
  whole('migration-draft'),
  whole('postgres-sql'),
  {
    name: 'schema-model',
    sourcesLeftOut: [
      'src/prisma/migration/**',
      'src/prisma/engine/**',
      'src/prisma/engine-failure.ts',
      'src/load-schema-sources.ts',
    ],
    // The first needs the stack of a process; suites run in threads here.
    testsLeftOut: [
      'test/engine-failure.test.ts',
      'test/introspect-schema.test.ts',
      'test/quoted-names.test.ts',
    ],
  },
];

/** Absolute. */
export const repository: string = join(import.meta.dirname, '..', '..', '..');

export const suiteFolder = ({ name }: Suite): string => join(repository, 'packages', name);

export function mutantsOf(suite: Suite): readonly Mutant[] {
  const cwd = suiteFolder(suite);
  const exclude = ['**/*.test.ts', ...suite.sourcesLeftOut];
  return globSync('src/**/*.ts', { cwd, exclude })
    .sort()
    .map((file) => join(cwd, file))
    .flatMap((file) => findMutants(file, readFileSync(file, 'utf8')));
}
