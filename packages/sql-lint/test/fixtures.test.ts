import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RULES } from '../src/rules/rules.ts';
import { parseScript } from '../src/sql/parse-script.ts';
import {
  examples,
  FIXTURES,
  findingsOf,
  fixtureIds,
  migrationsOf,
  readFixture,
  withRecipe,
} from './fixtures.ts';

test('every rule has a fixture, a file of its own, and an id of its own', () => {
  const ids = RULES.map(({ id }) => id);
  expect([...ids].sort()).toEqual([...fixtureIds].sort());
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(fixtureIds)('%s', (id) => {
  test('finds what is expected in its bad examples', async () => {
    const found: Record<string, unknown> = {};
    for (const name of examples(id, 'bad')) {
      const findings = await findingsOf(id, name, migrationsOf(readFixture(`${id}/${name}`)));
      expect(findings, name).not.toEqual([]);
      found[name] = findings;
    }
    expect(found).not.toEqual({});
    await expect(`${JSON.stringify(found, null, 2)}\n`).toMatchFileSnapshot(
      join(FIXTURES, id, 'expected.json'),
    );
  });

  test('finds nothing in its good example', async () => {
    expect(examples(id, 'good')).not.toEqual([]);
    for (const name of examples(id, 'good')) {
      const migrations = migrationsOf(readFixture(`${id}/${name}`));
      for (const sql of migrations) {
        expect((await parseScript({ path: name, sql })).mistake).toBeUndefined();
      }
      const findings = await findingsOf(id, name, migrations);
      expect(findings.filter(({ ignored }) => !ignored)).toEqual([]);
    }
  });

  test('finds nothing in its own recipe, which is SQL', async () => {
    for (const name of examples(id, 'bad')) {
      const migrations = migrationsOf(readFixture(`${id}/${name}`));
      for (const finding of await findingsOf(id, name, migrations)) {
        if (finding.recipe === undefined) continue;
        // A rule about the type of a column shows the column alone.
        const recipe = id.startsWith('prefer-')
          ? `CREATE TABLE sample (${finding.recipe});`
          : finding.recipe;
        for (const sql of migrationsOf(recipe)) {
          expect((await parseScript({ path: name, sql })).mistake, sql).toBeUndefined();
        }
        const { before, instead } = await withRecipe(migrations, finding, recipe);
        const again = await findingsOf(id, name, [...before, ...instead]);
        const places = instead.map((_, index) => `${name} ${before.length + index + 1}`);
        const left = again.filter(({ path, ignored }) => !ignored && places.includes(path));
        expect(left, recipe).toEqual([]);
      }
    }
  });
});
