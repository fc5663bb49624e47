import { expect, test } from 'vitest';
import { createWalkDatabase } from './schema-database.ts';
import { type WalkedStep, walkHistory } from './walk-history.ts';

const steps = [
  'CREATE TABLE "Order" (id INTEGER PRIMARY KEY, total INTEGER NOT NULL);',
  'CREATE VIEW "large" AS SELECT id, total FROM "Order" WHERE total > 100; CREATE VIEW "largest" AS SELECT max(total) AS total FROM "large";',
  'ALTER TABLE "Order" ADD COLUMN note TEXT; DROP VIEW "largest"; DROP VIEW "large"; CREATE VIEW "large" AS SELECT id, note FROM "Order" WHERE total > 200;',
  'DROP VIEW "large";',
];

test('the views of a history are made as it made them', async () => {
  await using folded = await createWalkDatabase();
  await using travelled = await createWalkDatabase();
  await using direct = await createWalkDatabase();
  const history = steps.map((sql, index) => ({ name: `${index + 1}`, sql }));
  const walked: WalkedStep[] = [];
  for await (const step of walkHistory(history, folded, { travelled, direct })) walked.push(step);
  expect(walked.map(({ differences }) => differences)).toEqual([[], [], [], []]);
  expect(walked.map(({ changes }) => changes > 0)).toEqual([true, true, true, true]);
});
