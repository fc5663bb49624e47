import { EventEmitter } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { expect, test } from 'vitest';
import { ParkedConnections } from './parked-connections.ts';

function pool(): {
  readonly lender: { connect(): Promise<PoolClient>; isAwaited: boolean };
  readonly released: unknown[];
} {
  const released: unknown[] = [];
  const connect = async (): Promise<PoolClient> =>
    Object.assign(new EventEmitter(), {
      release: (error?: Error) => released.push(error?.message ?? 'whole'),
    }) as unknown as PoolClient;
  return { lender: { connect, isAwaited: false }, released };
}

test('calls of one turn of the event loop hand a connection on, and then it is of the pool', async () => {
  const { lender, released } = pool();
  const connections = new ParkedConnections(lender);
  expect(connections.take()).toBeUndefined();
  const client = await connections.lend();
  connections.give(client);
  expect(connections.take()).toBe(client);
  connections.give(client);
  await nextTurn();
  expect(released).toEqual(['whole']);
  expect(connections.take()).toBeUndefined();
  expect(client.listenerCount('error')).toBe(0);
});

test('the pool has a connection at once where somebody waits, it is lost or much used', async () => {
  const { lender, released } = pool();
  const connections = new ParkedConnections(lender);
  lender.isAwaited = true;
  connections.give(await connections.lend());
  lender.isAwaited = false;
  connections.give(await connections.lend(), new Error('lost'));
  const client = await connections.lend();
  connections.give(client);
  let uses = 1;
  for (; connections.take() !== undefined; uses += 1) connections.give(client);
  expect([released, uses]).toEqual([['whole', 'lost', 'whole'], 100]);
});

test('a connection that is lost while nobody has it does not end the process', async () => {
  const { lender, released } = pool();
  const connections = new ParkedConnections(lender);
  const client = await connections.lend();
  connections.give(client);
  client.emit('error', new Error('terminated'));
  expect(connections.take()).toBeUndefined();
  await nextTurn();
  expect(released).toEqual(['terminated']);
});
