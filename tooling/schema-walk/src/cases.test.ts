import { afterAll, expect, test } from 'vitest';
import { casesFolder, loadCases } from './cases/load-case.ts';
import { travelCase } from './cases/travel-case.ts';
import { createWalkDatabase } from './schema-database.ts';

const roads = { travelled: await createWalkDatabase(), direct: await createWalkDatabase() };
const folder = process.env.SCHEMA_WALK_CASES ?? casesFolder;
const outcomes = { passed: [] as string[], failed: [] as string[] };

afterAll(async () => {
  const { passed, failed } = outcomes;
  const line = (word: string, names: readonly string[]): string =>
    `\n${word} (${names.length}): ${names.join(' ')}`;
  console.log(line('pass', passed) + line('fail', failed));
  await Promise.all([roads.travelled.drop(), roads.direct.drop()]);
});

test.each(loadCases(folder))('$name leads there, back, and there again', async (given) => {
  const { drafts, problems } = await travelCase(roads, given);
  (problems.length === 0 ? outcomes.passed : outcomes.failed).push(given.name);
  const texts = drafts.map(({ suffix, up, down }) => `== ${suffix}\n${up}\n-- down\n${down}`);
  if (process.env.SCHEMA_WALK_PRINT !== undefined)
    console.log(given.name, problems, texts.join('\n'));
  expect(problems, texts.join('\n')).toEqual([]);
});
