import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findMutants } from './find-mutants.ts';
import type { Mutant } from './mutant.ts';
import { startSuite } from './run-suite.ts';

const root = join(import.meta.dirname, '..', 'sample');
const file = join(root, 'src', 'steps.ts');
const source = readFileSync(file, 'utf8');
const suite = startSuite({ root, leftOut: [] });
afterAll(() => suite[Symbol.dispose]());

const LONG_MS = 60_000;

function mutant(before: string, after: string): Mutant {
  const found = findMutants(file, source).find(
    (one) => one.before === before && one.after === after,
  );
  if (found === undefined) throw new Error(`there is no mutant of ${before}`);
  return found;
}

test('a suite is run as it is, and with one change after the other', async () => {
  expect(await suite.run(undefined, LONG_MS)).toMatchObject({ passed: true, isEndless: false });
  const killed = await suite.run(mutant('<', '<='), LONG_MS);
  expect(killed).toMatchObject({ passed: false, isEndless: false });
  expect(killed.errors).toHaveLength(1);
  expect(await suite.run(mutant('===', '!=='), LONG_MS)).toMatchObject({ passed: true });
  // A loop that needs no memory: one that does ends when there is none left.
  const endless = { ...mutant('<', '<='), after: '+ 1 + ' };
  expect(await suite.run(endless, 1_000)).toMatchObject({ passed: false, isEndless: true });
  expect(await suite.run(undefined, LONG_MS)).toMatchObject({ passed: true, errors: [] });
  expect(readFileSync(file, 'utf8')).toBe(source);
});

test('a process that ends without an answer is an error', async () => {
  using other = startSuite({ root: join(root, 'nowhere'), leftOut: [] });
  await expect(other.run(undefined, LONG_MS)).rejects.toThrow(/EPIPE|without an answer|closed/);
});
