import type { PoolClient } from 'pg';
import { expect, test } from 'vitest';
import { runOnTransaction } from './connections.ts';
import { Statement } from './statement.ts';
import { TransactionConnection } from './transaction-connection.ts';
import type { WireQuery } from './wire-query.ts';

/** A connection that answers each statement in a turn of its own, as a server does. */
function connection(): {
  readonly client: PoolClient;
  readonly sent: string[];
  readonly most: () => number;
} {
  const sent: string[] = [];
  let running = 0;
  let most = 0;
  const query = (given: string | { readonly text: string }): Promise<unknown> => {
    const text = typeof given === 'string' ? given : given.text;
    sent.push(text);
    running += 1;
    most = Math.max(most, running);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    setImmediate(() => {
      running -= 1;
      const error = text.includes('wrong') ? new Error(text) : null;
      if (typeof given === 'object' && 'callback' in given)
        (given as WireQuery).callback?.(error, given as WireQuery);
      else if (error) reject(error);
      else resolve({ text });
    });
    return promise;
  };
  return { client: { query, on() {}, release() {} } as never, sent, most: () => most };
}

const lender = { connect: () => Promise.reject(new Error()), dropLost: async () => {} };

test('statements that are asked for at once are sent one after the other, whoever sends them', async () => {
  const { client, sent, most } = connection();
  const transaction = new TransactionConnection(client, lender);
  const run = runOnTransaction(transaction, true, { prepareValue: (value) => value });
  await transaction.query({ text: 'BEGIN' });
  const answers = await Promise.allSettled([
    transaction.query({ text: 'one' }),
    transaction.query({ text: 'a wrong one' }),
    run(new Statement('two', []), {}, undefined),
    transaction.query({ text: 'three' }),
  ]);
  expect(sent).toEqual(['BEGIN', 'one', 'a wrong one', 'two', 'three']);
  expect(most()).toBe(1);
  expect(answers.map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
  ]);
});

test.each(['COMMIT', 'ROLLBACK'])('%s is sent where there was a statement', async (end) => {
  const { client, sent } = connection();
  for (const texts of [[], ['one']]) {
    const transaction = new TransactionConnection(client, lender);
    for (const text of ['BEGIN', ...texts, end]) await transaction.query({ text });
  }
  expect(sent).toEqual(['BEGIN', 'one', end]);
});

test('only the first statement is one that the connection keeps, and another one after the transaction began anew', async () => {
  const names: string[] = [];
  const client = {
    query(query: WireQuery | string) {
      if (typeof query === 'string') return Promise.resolve();
      names.push(query.name);
      query.callback?.(null, query);
      return undefined;
    },
  } as never as PoolClient;
  const transaction = new TransactionConnection(client, lender);
  const run = runOnTransaction(transaction, true, { prepareValue: (value) => value });
  await transaction.query({ text: 'BEGIN' });
  const statement = new Statement('one', []);
  for (let i = 0; i < 2; i += 1) await run(statement, {}, undefined);
  await transaction.beginAnew();
  await run(statement, {}, undefined);
  expect(names).toEqual([statement.name, '', statement.name]);
});
