import { expect, test } from 'vitest';
import type { Compiled } from './compile-plan.ts';
import type { Client, RequestParams } from './prisma-internals.ts';
import { shortCut } from './shapes.ts';

const plan: Compiled = { isRead: true, answer: async () => null };

/** A client whose calls Prisma answers a tick later, those of one tick together; the plans of all are known. */
function quickened(): {
  readonly call: (params: Partial<RequestParams>) => Promise<unknown>;
  /** How many calls Prisma was asked for in each tick. */
  readonly batches: number[];
} {
  const batches: number[] = [];
  let waiting: (() => void)[] = [];
  const client = {
    _extensions: {},
    _runtimeDataModel: { models: {} },
    _executeRequest: () =>
      new Promise((resolve) => {
        waiting.push(() => resolve('prisma'));
        if (waiting.length > 1) return;
        process.nextTick(() => {
          batches.push(waiting.length);
          for (const answer of waiting) answer();
          waiting = [];
        });
      }),
  } as unknown as Client;
  shortCut(
    client,
    {
      answer: async () => 'fast',
      isAsleep: () => false,
      ask: async ({ learn }, prisma) => {
        learn?.(plan, { id: 1 }, '');
        return prisma();
      },
    },
    () => (text) => text,
  );
  const call = (params: Partial<RequestParams>): Promise<unknown> =>
    client._executeRequest({ dataPath: [], model: 'Tag', ...params } as RequestParams);
  return { call, batches };
}

const known = { action: 'findUnique', args: { where: { id: 1 } } };
/** What Prisma has to look at. */
const unknown = { action: 'findUniqueOrThrow', args: { where: { id: Symbol.iterator } } };
const fluent = { ...known, dataPath: ['select', 'posts'] };

test('unique reads of one tick are one batch of Prisma, those too that would not be answered here', async () => {
  const { call, batches } = quickened();
  await call(known);
  expect(await call(known)).toBe('fast');
  for (const other of [known, unknown, fluent])
    expect(await Promise.all([call(known), call(other)])).toEqual(['prisma', 'prisma']);
  expect(batches).toEqual([1, 2, 2, 2]);
});

test('other calls, and those of a batch, are in no batch with unique reads', async () => {
  const { call } = quickened();
  await call(known);
  const ofBatch = { ...known, transaction: { kind: 'batch', id: 'a' } } as Partial<RequestParams>;
  const others = [{ ...unknown, action: 'findFirst' }, ofBatch];
  for (const other of others)
    expect(await Promise.all([call(known), call(other)])).toEqual(['fast', 'prisma']);
});
