import { expect, test } from 'vitest';
import { type Ask, livingVersions } from './living-versions.ts';

const schema = (n: string, status: string): string => `
  model Counter {
    id Int @id
    n ${n} @default(0)
    note String?
    status Status @default(QUEUED)
  }
  ${status}
`;
const first = schema('Int', 'enum Status {\nQUEUED @map("pending")\nDONE\n@@map("status")\n}');
const second = schema('BigInt', 'enum Status {\nQUEUED @map("queued")\nDONE\n@@map("status_2")\n}');
const third = second
  .replace('note String?', "/// @up coalesce({value}, '')\nnote String")
  .replace('n BigInt', 'total BigInt')
  .replace('total', '/// @renamed from: n\ntotal');

/** Counts until it is told to stop, and says what it did. */
function startCounting(ask: Ask, column: string, seed: number) {
  let isOver = false;
  const rows = 20;
  const work = async (): Promise<number> => {
    let added = 0;
    for (let at = seed; !isOver; at += 7) {
      const id = at % rows;
      await ask(`UPDATE "Counter" SET ${column} = ${column} + 1, status = 'DONE' WHERE id = ${id}`);
      await ask(
        `INSERT INTO "Counter" (id, ${column}, note) VALUES (${id}, 1, 'x') ON CONFLICT (id) DO UPDATE SET ${column} = "Counter".${column} + 1`,
      );
      added += 2;
    }
    return added;
  };
  const done = work();
  return {
    stop: (): Promise<number> => {
      isOver = true;
      return done;
    },
  };
}

test('nobody who writes meanwhile is refused, and no increment is lost', async () => {
  await using versions = await livingVersions(first);
  const total = async (version: string, column: string): Promise<unknown> =>
    (await versions.as(version)(`SELECT sum(${column})::int AS total FROM "Counter"`))[0]?.total;
  await versions.as('1.0.0')('INSERT INTO "Counter" (id) SELECT generate_series(0, 19)');
  const counters = [1, 2].map((seed) => startCounting(versions.as('1.0.0'), 'n', seed));
  await versions.open('2.0.0', second);
  counters.push(startCounting(versions.as('2.0.0'), 'n', 3));
  await versions.open('3.0.0', third);
  counters.push(startCounting(versions.as('3.0.0'), 'total', 4));
  const counted = await Promise.all(counters.map(({ stop }) => stop()));
  const sum = counted.reduce((one, other) => one + other, 0);
  expect(await total('1.0.0', 'n')).toBe(sum);
  expect(await total('2.0.0', 'n')).toBe(sum);
  expect(await total('3.0.0', 'total')).toBe(sum);

  const newest = [5, 6].map((seed) => startCounting(versions.as('3.0.0'), 'total', seed));
  await versions.close('1.0.0');
  await versions.close('2.0.0');
  const more = await Promise.all(newest.map(({ stop }) => stop()));
  expect(await total('3.0.0', 'total')).toBe(sum + more.reduce((one, other) => one + other, 0));
});
