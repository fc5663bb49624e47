import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STEADY_FUNCTIONS } from '../src/ast/volatility.ts';
import type { LintFinding } from '../src/lint-finding.ts';
import { format } from '../src/sql/relation-name.ts';
import { applyStatement } from '../src/state/apply-statement.ts';
import { createDatabaseState } from '../src/state/database-state.ts';
import { statementLocks } from '../src/state/table-locks.ts';
import { beginTransaction, holdLocks, type Transaction } from '../src/state/transaction.ts';
import {
  EXISTING_TABLES,
  examples,
  findingsOf,
  fixtureIds,
  migrationsOf,
  readFixture,
  withRecipe,
} from './fixtures.ts';
import { type ExampleDatabase, exampleDatabase, runMigrations } from './server.ts';

/** Examples that fail, which is what they are examples of; by the SQLSTATE. */
const FAILURES: Readonly<Record<string, string>> = {
  'concurrent-in-transaction': '25001',
  'enum-value-used-in-transaction': '55P04',
  'add-required-column': '23502',
};

/** What locks tables that the statement does not name, so that the lint cannot tell which. */
const UNTOLD: Readonly<Record<string, string>> = {
  'do-block': 'what it runs',
  'domain-constraint': 'the tables with a column of the domain',
  'drop-cascade': 'the views on the table',
  'drop-table': 'the views on the table',
  'drop-schema': 'the tables in it',
  'drop-index-not-concurrent': 'the table of an index that an older version made',
  'reindex-not-concurrent': 'the table of an index that an older version made',
};

/** What the migrator refuses to send. */
const NEVER_SENT = ['transaction-control', 'client-copy'];

const sent = fixtureIds.filter((id) => !NEVER_SENT.includes(id));

let database: ExampleDatabase;
beforeAll(async () => {
  database = await exampleDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

test('the types that the examples are told are those of the server', async () => {
  await database.reset();
  const { rows } = await database.client.query<{ name: string; type: string }>(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
     WHERE attrelid = 'customers'::regclass AND attnum > 0 ORDER BY attnum`,
  );
  expect(Object.fromEntries(rows.map(({ name, type }) => [name, type]))).toEqual(
    EXISTING_TABLES.customers?.columns,
  );
});

test('functions that count as steady are so', async () => {
  const { rows } = await database.client.query<{ name: string }>(
    `SELECT proname AS name FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
     GROUP BY proname HAVING bool_and(provolatile <> 'v')`,
  );
  const steady = new Set(rows.map(({ name }) => name));
  expect([...STEADY_FUNCTIONS].filter((name) => !steady.has(name))).toEqual([]);
});

describe.each(sent)('%s on a server', (id) => {
  test('its bad examples run, lock and rewrite as it says', async () => {
    for (const name of examples(id, 'bad')) {
      await database.reset();
      const migrations = migrationsOf(readFixture(`${id}/${name}`));
      const findings = await findingsOf(id, 'example.sql', migrations);
      const run = runObserved(database.client, migrations, findings, id in UNTOLD);
      const code = FAILURES[id];
      if (code === undefined)
        expect(await run, name).toBe(findings.filter(isObservable(id)).length);
      else await expect(run, name).rejects.toMatchObject({ code });
    }
  });

  test('its good example runs', async () => {
    for (const name of examples(id, 'good')) {
      await database.reset();
      await runObserved(database.client, migrationsOf(readFixture(`${id}/${name}`)), []);
    }
  });

  test('its recipes run', async () => {
    for (const name of examples(id, 'bad')) {
      const migrations = migrationsOf(readFixture(`${id}/${name}`));
      for (const finding of await findingsOf(id, 'example.sql', migrations)) {
        if (finding.recipe === undefined || id.startsWith('prefer-')) continue;
        await database.reset();
        const { before, instead } = await withRecipe(migrations, finding, finding.recipe);
        await runMigrations(database.client, [...before, ...instead]);
      }
    }
  });
});

/** A lock is seen while its transaction lasts; VACUUM FULL has none. */
const isObservable =
  (id: string) =>
  ({ lock }: LintFinding): boolean =>
    lock !== undefined && id !== 'vacuum-full';

interface Observation {
  readonly mode: string | null;
  readonly file: string | null;
  readonly scans: string | null;
}

/** Runs an example and compares, statement by statement; gives how many findings' locks were seen. */
async function runObserved(
  client: pg.Client,
  migrations: readonly string[],
  findings: readonly LintFinding[],
  hasUntold = false,
): Promise<number> {
  const database = createDatabaseState();
  let transaction: Transaction = beginTransaction(0);
  let expected = new Map<string, string>();
  let seen = 0;
  const known = await existingRelations(client);
  await runMigrations(client, migrations, async ({ script, statement, isFirst, run }) => {
    if (isFirst) {
      transaction = beginTransaction(transaction.id + 1);
      expected = new Map();
    }
    const here = findings.filter((finding) => {
      const at = (byte: number): number =>
        script.positions.at(byte).line * 1e6 + script.positions.at(byte).column;
      const place = finding.line * 1e6 + finding.column;
      const isInside = at(statement.start) <= place && place <= at(statement.end);
      return finding.path === script.path && finding.lock && isInside;
    });
    const relations = await Promise.all(here.map(({ lock }) => oidOf(client, lock?.table ?? '')));
    const before = await Promise.all(relations.map((oid) => observe(client, oid)));
    const taken = statementLocks(script, statement, database);
    holdLocks(transaction, taken, database);
    for (const { table, mode } of transaction.locks.values()) {
      const oid = await oidOf(client, format(table));
      if (oid) expected.set(oid, mode);
    }
    await run();
    for (const [index, { lock, rule }] of here.entries()) {
      if (!lock || !script.directives.transactional) continue;
      const [was, is] = [before[index], await observe(client, relations[index])];
      expect(is.mode, rule).toBe(lock.mode);
      if (rule !== 'truncate' && !rule.startsWith('drop-')) {
        const isRewritten = lock.duration === 'a rewrite of every row';
        expect(is.file !== was?.file, `${rule}: rewritten`).toBe(isRewritten);
        const isRead = Number(is.scans) > Number(was?.scans);
        if (!isRewritten) expect(isRead, `${rule}: read`).toBe(lock.duration !== 'instant');
      }
      seen++;
    }
    if (script.directives.transactional) {
      const held = await blockingLocks(client, known);
      const told = Object.fromEntries([...expected].sort());
      if (hasUntold) expect(held, script.sql).toMatchObject(told);
      else expect(held, script.sql).toEqual(told);
    }
    applyStatement(database, statement.node, transaction.id);
  });
  return seen;
}

async function oidOf(client: pg.Client, name: string): Promise<string | undefined> {
  const { rows } = await client.query<{ oid: string | null }>(
    'SELECT to_regclass($1)::oid AS oid',
    [name],
  );
  return rows[0]?.oid ?? undefined;
}

const MODES = `CASE mode WHEN 'AccessExclusiveLock' THEN 8 WHEN 'ExclusiveLock' THEN 7
  WHEN 'ShareRowExclusiveLock' THEN 6 WHEN 'ShareLock' THEN 5 ELSE 0 END`;
const NAMES = `(ARRAY['SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE'])[max(${MODES}) - 4]`;

async function observe(client: pg.Client, oid: string | undefined): Promise<Observation> {
  const { rows } = await client.query<Observation>(
    `SELECT (SELECT ${NAMES} FROM pg_locks WHERE pid = pg_backend_pid() AND relation = $1::oid) AS mode,
            pg_relation_filenode($1::oid)::text AS file, pg_stat_get_xact_numscans($1::oid)::text AS scans`,
    [oid ?? 0],
  );
  return rows[0] ?? { mode: null, file: null, scans: null };
}

/** The tables and views that older versions made. */
async function existingRelations(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ oid: string }>(
    `SELECT oid::text FROM pg_class WHERE relkind IN ('r', 'p', 'm', 'v') AND oid >= 16384
     AND relnamespace <> 'pg_toast'::regnamespace`,
  );
  return rows.map(({ oid }) => oid);
}

async function blockingLocks(
  client: pg.Client,
  known: readonly string[],
): Promise<Record<string, string>> {
  const { rows } = await client.query<{ relation: string; mode: string }>(
    `SELECT relation::text, ${NAMES} AS mode FROM pg_locks
     WHERE pid = pg_backend_pid() AND relation = ANY ($1::oid[]) GROUP BY relation
     HAVING max(${MODES}) > 0 ORDER BY relation::text`,
    [known],
  );
  return Object.fromEntries(rows.map(({ relation, mode }) => [relation, mode]));
}
