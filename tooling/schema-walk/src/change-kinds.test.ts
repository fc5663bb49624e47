import { diff } from '@schema-service/schema-diff';
import { parseSchema, type SchemaModel } from '@schema-service/schema-model';
import { afterAll, describe, expect, test } from 'vitest';
import { changeKinds } from './change-kinds.ts';
import { createWalkDatabase, type WalkDatabase } from './schema-database.ts';
import { thereAndBack } from './there-and-back.ts';

const roads = { travelled: await createWalkDatabase(), direct: await createWalkDatabase() };
afterAll(() => Promise.all([roads.travelled.drop(), roads.direct.drop()]));

const parse = (content: string): SchemaModel => parseSchema([{ path: 'schema.prisma', content }]);

async function valueIn({ client }: WalkDatabase, query: string): Promise<unknown> {
  const { rows } = await client.query<unknown[]>({ text: query, rowMode: 'array' });
  return rows[0]?.[0];
}

describe.each(changeKinds)('$name', ({ previous, current, rows, kept, renames, suffixes }) => {
  test('leads there, back, and there again, and keeps what it can', async () => {
    const [from, to] = [parse(previous), parse(current)];
    const changes = diff(from, to, renames ? { renames } : {});
    const stops = kept && {
      atPrevious: async ({ client }: WalkDatabase) => {
        await client.query(rows ?? '');
      },
      atCurrent: async (database: WalkDatabase) =>
        expect(await valueIn(database, kept[0])).toEqual(kept[2]),
      backAtPrevious: async (database: WalkDatabase) =>
        expect(await valueIn(database, kept[1])).toEqual(kept[2]),
    };
    const { drafts, differences } = await thereAndBack(roads, [from, to], changes, stops);
    const texts = drafts.map(({ up, down }) => `${up}\n-- down\n${down}`).join('\n----\n');
    expect(differences, texts).toEqual([]);
    if (suffixes) expect(drafts.map(({ suffix }) => suffix)).toEqual(suffixes);
  });
});
