import { join } from 'node:path';
import type { SchemaModel } from '@schema-service/schema-model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  changeRecord,
  type DiffOptions,
  diff,
  likelyRenames,
  type Rename,
  renameFindings,
  subjectPath,
} from '../src/index.ts';
import { declarationsByPath } from '../src/renames/annotations.ts';
import { schemaModel } from './arbitrary-schema.ts';
import { possibleRenames } from './possible-renames.ts';

// The same for the same seed.
const schemas = fc.sample(schemaModel, { numRuns: 300, seed: 11 });
const pairs = schemas.map((previous, at) => [previous, schemas[at + 1] ?? previous] as const);

/** Each line once, with how often it was there. */
function counted(lines: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  const sorted = [...counts].sort(([one], [other]) => (one < other ? -1 : 1));
  return `${sorted.map(([line, count]) => `${String(count).padStart(5)} ${line}`).join('\n')}\n`;
}

const verdicts = (
  previous: SchemaModel,
  current: SchemaModel,
  options: DiffOptions,
): readonly string[] =>
  diff(previous, current, options).map((change) => {
    const { id, bump, severity, compatibility, reason } = changeRecord(change);
    const answers = Object.entries(compatibility).map(([side, answer]) => `${side} ${answer}`);
    return `${[id, bump, severity, ...answers].join(', ')}: ${reason}`;
  });

const golden = (name: string): string => join(import.meta.dirname, 'counts', `${name}.txt`);

// `vitest run -u` rewrites the counts.
test('the verdicts on random changes are those that are written down', async () => {
  const lines = pairs.flatMap(([previous, current]) => {
    const renames = possibleRenames(previous, current);
    const checked = diff(previous, current).map(({ subject }) => subjectPath(subject));
    return [
      ...verdicts(previous, current, {}),
      ...verdicts(previous, current, { renames, checked }),
    ];
  });
  await expect(counted(lines)).toMatchFileSnapshot(golden('verdicts'));
});

test('so is what is said of renames that do not fit', async () => {
  const lines = pairs.flatMap(([previous, current], at) => {
    const [old, now] = [previous, current].map((schema) => [...declarationsByPath(schema).keys()]);
    // Some of them fit, and some claim the same.
    const renames = (old ?? []).flatMap((from, index): Rename[] => {
      const to = now?.[(index * 7 + at) % now.length] ?? 'Nothing';
      return [{ from: index % 11 === 0 ? `${from}Gone` : from, to }];
    });
    return [
      ...renameFindings(previous, current, { renames }).map(({ id }) => id),
      ...verdicts(previous, current, { renames }).map((line) => line.split(',', 1)[0] ?? ''),
    ];
  });
  await expect(counted(lines)).toMatchFileSnapshot(golden('findings'));
});

test('and what is likely to be a rename', async () => {
  const lines = pairs.flatMap(([previous, current]) =>
    likelyRenames(previous, current).map(({ from, to, why }) => `${from} → ${to}: ${why}`),
  );
  await expect(counted(lines)).toMatchFileSnapshot(golden('likely-renames'));
});
