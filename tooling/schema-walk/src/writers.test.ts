import { expect, test } from 'vitest';
import { casesFolder, loadCases } from './cases/load-case.ts';
import { createWalkDatabase } from './schema-database.ts';
import { hammerCase } from './writers/hammer-case.ts';

test('who writes while the drafts are applied never fails, and neither do the drafts', async () => {
  const given = loadCases(casesFolder).find(({ name }) => name === 'relation-name-of-two-pairs');
  if (given === undefined) throw new Error('The case is gone.');
  await using database = await createWalkDatabase();
  const hammered = await hammerCase(database, given, { rows: 2000, writers: 4, aroundMs: 200 });
  expect(hammered.tables).toEqual(['"public"."Person"', '"public"."Letter"', '"public"."Parcel"']);
  expect(hammered.writes).toBeGreaterThan(0);
  expect(hammered.failures).toEqual([]);
});
