import { createInterface } from 'node:readline';
import { seededRandom } from '@schema-service/vitest-config/seeded-random';
import pg from 'pg';
import type { Operation, Statement } from './operations.ts';
import type { ServiceConfig, ServiceEvent } from './start-service.ts';

// A service in Node: performs operations at random until its stdin ends, and tells on stdout how it goes. No statement is
// ever tried again. services/service.py is the same in Python.

const config: ServiceConfig = JSON.parse(process.argv[2] ?? '');
const random = seededRandom(config.seed);
const pick = <T>(list: readonly T[]): T => {
  const found = list[Math.floor(random() * list.length)];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
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

const client = new pg.Client({
  connectionString: config.connectionString,
  application_name: `${config.name} @org/db-client@${config.version}`,
});
await client.connect();
await client.query('SELECT * FROM schema_migrations.hello($1, $2, $3)', [
  config.version,
  config.name,
  'node',
]);
while (!isOver) await attempt(pick(config.operations));
const look = config.operations.find(({ act }) => act === 'look');
for (const key of [...own.keys()]) if (look) await attempt(look, key);
await client.end();

async function attempt(operation: Operation, key = keyFor(operation)): Promise<void> {
  if (key === undefined) return;
  const began = performance.now();
  try {
    const wrong = await perform(operation, key);
    const { name, act, counts = 0 } = operation;
    const ms = performance.now() - began;
    tell({ kind: 'done', operation: name, ms, counts, checks: act === 'look' ? 1 : 0 });
    if (wrong) tell({ kind: 'wrong', operation: name, message: wrong });
  } catch (error) {
    await client.query('ROLLBACK');
    tell({ kind: 'failed', operation: operation.name, message: String(error) });
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

/** What came back that should not; nothing where all is well. */
async function perform({ act, statements }: Operation, key: string): Promise<string | undefined> {
  const isTransaction = statements.length > 1;
  if (isTransaction) await client.query('BEGIN');
  const wrong: string[] = [];
  for (const statement of statements) {
    const values = statement.values.map((value) =>
      value === 'own key' ? key : value === 'new key' ? newKey() : pick(value),
    );
    const found = await send(statement, values);
    wrong.push(...check(statement, values, found));
    const row = found.rows[0]?.row;
    if (act === 'look') {
      if (row !== own.get(key)) wrong.push(`read ${row}, wrote ${own.get(key)}`);
    } else if (row !== undefined) {
      own.set(key, row);
    }
  }
  if (isTransaction) await client.query('COMMIT');
  if (act === 'remove') own.delete(key);
  return wrong.length === 0 ? undefined : wrong.join('; ');
}

function send(
  { sql }: Statement,
  values: readonly (string | null)[],
): Promise<pg.QueryResult<{ readonly row?: string }>> {
  const name = config.prepares ? { name: sql.slice(0, 60) + sql.length } : {};
  return client.query({ text: sql, values: [...values], ...name });
}

function check(
  { rows, gives = {} }: Statement,
  values: readonly (string | null)[],
  found: pg.QueryResult<{ readonly row?: string }>,
): readonly string[] {
  if (rows !== undefined && found.rowCount !== rows) {
    return [`${found.rowCount} rows where there are ${rows}`];
  }
  const row: Readonly<Record<string, string | null>> = JSON.parse(found.rows[0]?.row ?? '{}');
  return Object.entries(gives).flatMap(([column, from]) => {
    const wanted = typeof from === 'number' ? values[from - 1] : from;
    return row[column] === wanted ? [] : [`${column} is ${row[column]}, written was ${wanted}`];
  });
}
