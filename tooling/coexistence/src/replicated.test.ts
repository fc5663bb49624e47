import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createThrowawayDatabase,
  startLocalPostgres,
  testMajor,
} from '@schema-service/local-postgres';
import { contract, up } from '@schema-service/migrator';
import type pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { disagreements } from './agreements.ts';
import { connect, insertRows } from './database.ts';
import { derivedMigrations } from './derived-migrations.ts';
import { readVersion } from './releases.ts';

// docs/coexistence.md says to operators what stands here.

const ROWS = 2000;
const TABLES = ['products', 'authors', 'reviews'];
const BOTH = ['2.0.0', '3.0.0'];

// Which columns are published can be said since PostgreSQL 15.
const choosesColumns = testMajor() >= 15;

test('a logical replica that goes first needs all triggers, until it is sent both columns', async () => {
  await using pair = await replicated();
  const { source, replica } = pair;
  await pair.caughtUp();
  await replica.ask('ALTER SUBSCRIPTION coexisting DISABLE');
  await source.ask(`UPDATE db_2_0_0.reviews SET url = 'meanwhile' WHERE id % 2 = 0`);
  await source.ask(insertReview('db_2_0_0', 'meanwhile', 'pending', 1));
  await replica.migrate();
  await replica.ask(fire('ALWAYS'));
  await replica.ask('ALTER SUBSCRIPTION coexisting ENABLE');

  await source.ask(`UPDATE db_2_0_0.reviews SET helpful_count = 71, status = 'published', language = NULL, url = 'x';
    UPDATE db_2_0_0.products SET description = 'other'`);
  await source.ask('DELETE FROM db_2_0_0.reviews WHERE id % 7 = 0');
  await source.ask(insertReview('db_2_0_0', 'later', 'pending', 8));
  await pair.caughtUp();
  expect(await disagreements(replica.client, BOTH)).toEqual([]);
  const [found] = await replica.ask(
    `SELECT count(*) FILTER (WHERE helpful_count = 71)::integer AS n, count(*) FILTER (WHERE external_id = 'later')::integer AS later FROM db_3_0_0.reviews`,
  );
  expect(found).toEqual({ n: ROWS + 1 - Math.floor((ROWS + 1) / 7), later: 1 });
  if (!choosesColumns) return;

  // In the middle of its own fills it has rows that the replica does not take.
  const [{ tables } = {}] =
    await source.ask(`SELECT string_agg(format('%s (%s)', relation, columns), ', ') AS tables FROM (
      SELECT attrelid::regclass AS relation, string_agg(quote_ident(attname), ', ') AS columns FROM pg_attribute
      WHERE attrelid IN (${TABLES.map((table) => `'${table}'::regclass`).join(', ')}) AND attnum > 0 AND NOT attisdropped
      GROUP BY attrelid) AS published`);
  await source.ask(`ALTER PUBLICATION coexisting SET TABLE ${tables}`);
  await source.migrate();
  await source.ask(`UPDATE db_2_0_0.reviews SET helpful_count = 72, url = 'y' WHERE id % 5 = 0`);
  await source.ask(`ALTER PUBLICATION coexisting SET TABLE ${TABLES.join(', ')}`);
  await source.ask(
    `UPDATE db_2_0_0.reviews SET helpful_count = 73, language = 'de' WHERE id % 6 = 0`,
  );
  await pair.caughtUp();
  await replica.ask(fire(''));
  expect(await pair.differences()).toEqual([]);

  await source.ask(insertReview('db_3_0_0', 'newer', 'queued', 5));
  await source.ask(insertReview('db_2_0_0', 'older', 'pending', 3));
  await source.ask(`UPDATE db_3_0_0.reviews SET helpful_count = 60, url = NULL, language = 'und' WHERE id % 5 = 0;
    UPDATE db_3_0_0.products SET description = '{one,two}' WHERE id % 2 = 0;
    UPDATE db_2_0_0.reviews SET helpful_count = helpful_count - 1, status = 'rejected', language = NULL WHERE id % 3 = 0;
    UPDATE db_2_0_0.products SET description = 'one' WHERE id % 3 = 0;
    DELETE FROM db_3_0_0.reviews WHERE id % 11 = 0`);
  await pair.caughtUp();
  expect(await pair.differences()).toEqual([]);

  // A number for which the older version has no room.
  await source.ask('UPDATE db_3_0_0.reviews SET helpful_count = 6000000000 WHERE id % 5 = 1');
  await pair.caughtUp();
  const [most] = await replica.ask('SELECT max(helpful_count)::text AS n FROM db_3_0_0.reviews');
  expect(most).toEqual({ n: '6000000000' });
  expect(await pair.unlike()).toEqual([]);
});

test('what is replicated passes the triggers by where nobody has said otherwise', async () => {
  await using pair = await replicated();
  const { source, replica } = pair;
  await pair.caughtUp();
  await replica.ask('ALTER SUBSCRIPTION coexisting DISABLE');
  await replica.migrate();
  await replica.ask('ALTER SUBSCRIPTION coexisting ENABLE');
  await source.ask(`UPDATE db_2_0_0.reviews SET helpful_count = 70, status = 'rejected'`);
  await pair.caughtUp();
  expect(await disagreements(replica.client, BOTH)).not.toEqual([]);
});

test('a logical replica that is made when both are there has both columns, and needs no trigger', async () => {
  await using pair = await replicated({ isMigrated: true });
  const { source } = pair;
  await source.ask(
    `UPDATE db_3_0_0.reviews SET helpful_count = 60, url = NULL, language = 'und' WHERE id % 5 = 0`,
  );
  await source.ask(
    `UPDATE db_2_0_0.reviews SET helpful_count = helpful_count - 1, status = 'rejected' WHERE id % 3 = 0`,
  );
  await source.ask(insertReview('db_3_0_0', 'newer', 'queued', 5));
  await source.ask(insertReview('db_2_0_0', 'older', 'pending', 3));
  await pair.caughtUp();
  expect(await pair.differences()).toEqual([]);

  for (const { end } of [source, pair.replica]) await end('2.0.0');
  await source.ask(
    `UPDATE db_3_0_0.reviews SET helpful_count = 6000000000, status = 'queued' WHERE id % 4 = 0`,
  );
  await source.ask(insertReview('db_3_0_0', 'alone', 'queued', 5_000_000_000));
  await pair.caughtUp();
  expect(await pair.unlike(['3.0.0'])).toEqual([]);
});

/** Whether the triggers of version schemas run for what is replicated, too: `ALWAYS`, or as usual. */
const fire = (when: 'ALWAYS' | ''): string => `DO $$ DECLARE command text; BEGIN
  FOR command IN
    SELECT format('ALTER TABLE %s ENABLE ${when} TRIGGER %I', tgrelid::regclass, tgname)
    FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
    WHERE pronamespace = 'coexistence'::regnamespace
  LOOP EXECUTE command; END LOOP;
END $$`;

function insertReview(schema: string, id: string, status: string, count: number): string {
  const isNew = schema === 'db_3_0_0';
  const [columns, values] = isNew ? [', language, content_size', `, 'en', 1`] : ['', ''];
  return `INSERT INTO ${schema}.reviews (external_id, product_id, content, status, helpful_count${columns})
    VALUES ('${id}', 1, 'text', '${status}', ${count}${values})`;
}

interface Side {
  readonly client: pg.Client;
  readonly ask: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** To the newest version. */
  readonly migrate: () => Promise<void>;
  /** The contract of a version. */
  readonly end: (version: string) => Promise<void>;
}

interface Pair extends AsyncDisposable {
  readonly source: Side;
  readonly replica: Side;
  /** Waits until the replica has all that the source has written so far. */
  readonly caughtUp: () => Promise<void>;
  /** Where the sides differ. */
  readonly unlike: (versions?: readonly string[]) => Promise<readonly string[]>;
  /** The same, and where the versions of a side do. */
  readonly differences: () => Promise<readonly string[]>;
}

/** Two databases at 2.0.0, or at 3.0.0, of which one gets the rows of the other. */
async function replicated({ isMigrated = false } = {}): Promise<Pair> {
  const directory = mkdtempSync(join(tmpdir(), 'replicated-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const settings = ['wal_level=logical', 'wal_retrieve_retry_interval=100ms'];
  const server = await startLocalPostgres({
    ...{ directory, throwaway: true, major: testMajor(), settings },
  });
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => server.stop());
  const folder = cleanup.use(await derivedMigrations([readVersion('2.0.0'), readVersion('3.0.0')]));
  const side = async (name: string): Promise<Side & { readonly url: URL }> => {
    const { connectionString } = await createThrowawayDatabase(server.connectionString, name);
    const options = { connection: connectionString, migrations: folder.path };
    await up({ ...options, to: '2.0.0' });
    const client = await connect(connectionString);
    cleanup.defer(() => client.end());
    return {
      client,
      url: new URL(connectionString),
      ask: async (sql) => (await client.query(sql)).rows,
      migrate: async () => {
        await up(options);
      },
      end: async (version) => {
        await contract({ ...options, version });
      },
    };
  };
  const source = await side('source');
  const replica = await side('replica');
  await insertRows(source.client, '2.0.0', ROWS);
  if (isMigrated) for (const { migrate } of [source, replica]) await migrate();
  await source.ask(`CREATE PUBLICATION coexisting FOR TABLE ${TABLES.join(', ')}`);
  // On one server the subscription would wait for the slot, and the slot for the subscription.
  await source.ask(`SELECT pg_create_logical_replication_slot('coexisting', 'pgoutput')`);
  const { hostname, port, username, pathname } = source.url;
  await replica.ask(`CREATE SUBSCRIPTION coexisting
    CONNECTION 'host=${hostname} port=${port} user=${username} dbname=${pathname.slice(1)}'
    PUBLICATION coexisting WITH (create_slot = false, slot_name = coexisting)`);
  const rowsOf = async ({ ask }: Side, version: string): Promise<readonly string[]> => {
    const sums = TABLES.map(
      (table) =>
        `SELECT '${table} of ${version}: ' || count(*) || ' ' || coalesce(md5(string_agg(one::text, ',' ORDER BY id)), '') AS said FROM db_${version.replaceAll('.', '_')}.${table} one`,
    );
    return (await ask(sums.join(' UNION ALL '))).map(({ said }) => String(said));
  };
  const unlike: Pair['unlike'] = async (versions = BOTH) => {
    const allOf = async (one: Side): Promise<readonly string[]> =>
      (await Promise.all(versions.map((version) => rowsOf(one, version)))).flat();
    const [there, here] = [await allOf(source), await allOf(replica)];
    return there.filter((line) => !here.includes(line));
  };
  const done = cleanup.move();
  return {
    source,
    replica,
    caughtUp: async () => {
      const [now] = await source.ask('SELECT pg_current_wal_insert_lsn()::text AS lsn');
      const waiting = `SELECT count(*)::integer AS tables FROM pg_subscription_rel WHERE srsubstate <> 'r'`;
      await expect.poll(() => replica.ask(waiting)).toEqual([{ tables: 0 }]);
      const confirmed = `SELECT confirmed_flush_lsn >= '${now?.lsn}'::pg_lsn AS passed FROM pg_replication_slots WHERE slot_name = 'coexisting'`;
      await expect.poll(() => source.ask(confirmed)).toEqual([{ passed: true }]);
    },
    unlike,
    differences: async () => [
      ...(await disagreements(source.client, BOTH)),
      ...(await disagreements(replica.client, BOTH)),
      ...(await unlike()),
    ],
    [Symbol.asyncDispose]: () => done[Symbol.asyncDispose](),
  };
}
