import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import { diff } from '@schema-service/schema-diff';
import { parseSchema, type SchemaModel } from '@schema-service/schema-model';
import { afterAll, expect, test } from 'vitest';
import { thereAndBack } from './there-and-back.ts';

const roads = { travelled: await createTestDatabase(), direct: await createTestDatabase() };
afterAll(() => Promise.all([roads.travelled.drop(), roads.direct.drop()]));

const fixtures = join(import.meta.dirname, '..', '..', '..', 'packages', 'schema-diff', 'fixtures');

function load(fixture: string, side: string): SchemaModel {
  const path = join(fixtures, fixture, `${side}.prisma`);
  return parseSchema([{ path, content: readFileSync(path, 'utf8') }]);
}

test.each(readdirSync(fixtures))('%s leads there, back, and there again', async (fixture) => {
  const [previous, current] = [load(fixture, 'previous'), load(fixture, 'current')];
  const { drafts, differences } = await thereAndBack(
    roads,
    [previous, current],
    diff(previous, current),
  );
  expect(differences, drafts.map(({ up, down }) => `${up}\n-- down\n${down}`).join()).toEqual([]);
});
