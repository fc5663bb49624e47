import { createInterface } from 'node:readline';
import { seededRandom } from '@schema-service/vitest-config/seeded-random';
import type { Choices, Operation } from './operation.ts';
import { openClient } from './perform-client.ts';
import { openSql } from './perform-sql.ts';
import type { ServiceConfig, ServiceEvent } from './start-service.ts';

// A service in Node: performs operations at random until its stdin ends, and tells on stdout how it goes. Nothing is
// ever tried again. services/service.py is the same in Python.

const config: ServiceConfig = JSON.parse(process.argv[2] ?? '');
const random = seededRandom(config.seed);
const pick: Choices['pick'] = (list) => {
  const found = list[Math.floor(random() * list.length)];
  if (found === undefined && list.length === 0) throw new Error('nothing to pick from');
  return found as (typeof list)[number];
};
const tell = (event: ServiceEvent): void => {
  process.stdout.write(`${JSON.stringify(event)}\n`);
};

/** The rows that this service alone writes, as they were when it wrote them. */
const own = new Map<string, string>();
const MOST_OWN = 200;
let keys = 0;
const newKey = (): string => `${config.name}-${++keys}`;

let isOver = false;
createInterface({ input: process.stdin }).on('close', () => {
  isOver = true;
});

const choices: Choices = { pick, newKey };
await using performer = await (config.client
  ? openClient(config, choices)
  : openSql(config, choices));
while (!isOver) await attempt(pick(config.operations));
const look = config.operations.find(({ act }) => act === 'look');
for (const key of [...own.keys()]) if (look) await attempt(look, key);

async function attempt(operation: Operation, key = keyFor(operation)): Promise<void> {
  if (key === undefined) return;
  const { name, act, counts = 0 } = operation;
  const began = performance.now();
  try {
    const { wrong, row } = await performer.perform(operation, key);
    const ms = performance.now() - began;
    tell({ kind: 'done', operation: name, ms, counts, checks: act === 'look' ? 1 : 0 });
    const unlike =
      act === 'look' && row !== own.get(key) ? [`read ${row}, wrote ${own.get(key)}`] : [];
    if (act === 'remove') own.delete(key);
    else if (act !== 'look' && act !== 'shared' && row !== undefined) own.set(key, row);
    const message = [...wrong, ...unlike].join('; ');
    if (message) tell({ kind: 'wrong', operation: name, message });
  } catch (error) {
    tell({ kind: 'failed', operation: name, message: said(error) });
  }
}

/** The row that an operation is about; nothing where the service has none that would do. */
function keyFor({ act }: Operation): string | undefined {
  const isFull = own.size >= MOST_OWN;
  if (act === 'shared') return newKey();
  if (act === 'create') return isFull ? undefined : newKey();
  if (act === 'put' && !isFull && random() < 0.5) return newKey();
  if (own.size === 0 || (act === 'remove' && !isFull)) return undefined;
  return pick([...own.keys()]);
}

/** A client says what it was about first, and then what happened. */
function said(error: unknown): string {
  return String(error).trim().split('\n').slice(-2).join(' ');
}
