import type { TestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase } from '../src/database/create-database.ts';
import {
  bothClients,
  type ClientModule,
  type Clients,
  createSharedDatabase,
  previous,
} from './two-versions.ts';

let clients: Clients;
let database: TestDatabase;
let older: ClientModule;
let newer: ClientModule;

beforeAll(async () => {
  clients = await bothClients();
  database = await createSharedDatabase();
  older = clients.node('old');
  newer = clients.node('new');
}, 120_000);

afterAll(async () => {
  await database?.drop();
  clients?.[Symbol.dispose]();
});

/** A client, and the SQL that it has sent. */
function opened({ createClient }: ClientModule, options: object = {}) {
  const sent: string[] = [];
  const db = createClient({
    connectionString: database.connectionString,
    log: [{ emit: 'event', level: 'query' }],
    ...options,
  });
  db.$on('query', ({ query }: { readonly query: string }) => sent.push(query));
  return Object.assign(db, { sent });
}

const failure = (
  call: Promise<unknown>,
): Promise<{ readonly code: string; readonly meta: object }> =>
  call.then(
    () => expect.fail('it did not fail'),
    (error) => error,
  );

async function sql(statement: string, url = database.connectionString): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

describe.each([{ fastPath: true }, { fastPath: false }])('with %o', (options) => {
  test('clients of both versions work on one database at once', async () => {
    await using one = opened(older, options);
    await using two = opened(newer, options);
    const name = JSON.stringify(options);
    const { id: authorId } = await one.author.create({ data: { email: `a${name}` } });
    const review = await one.review.create({
      data: {
        title: name,
        helpful: 1,
        history: ['DRAFT', 'PUBLISHED'],
        author: { connect: { id: authorId } },
        topics: { create: [{ name }] },
      },
      include: { topics: true },
    });
    expect(review).toMatchObject({ status: 'DRAFT', topics: [{ name }] });
    const where = { id: review.id };
    expect(
      await two.review.findUnique({ where, include: { writer: true, topics: true } }),
    ).toMatchObject({
      headline: name,
      helpful: 1n,
      status: 'WAITING',
      history: ['WAITING', 'PUBLISHED'],
      writer: { email: `a${name}` },
      topics: [{ name }],
    });
    // Each increments in the type that it knows.
    const increments = Array.from({ length: 20 }, (_, index) =>
      (index % 2 === 0 ? one : two).review.update({
        where,
        data: { helpful: { increment: 1 }, ...(index % 2 === 0 ? {} : { status: 'PUBLISHED' }) },
      }),
    );
    await Promise.all(increments);
    expect(await one.review.findUnique({ where })).toMatchObject({
      helpful: 21,
      status: 'PUBLISHED',
    });
    await two.$transaction(async (tx: ClientModule) => {
      await tx.review.update({ where, data: { history: { push: 'WAITING' } } });
      expect(await tx.review.count({ where: { history: { has: 'WAITING' } } })).toBe(1);
    });
    expect(await one.review.groupBy({ by: ['status'], where, _max: { helpful: true } })).toEqual([
      { status: 'PUBLISHED', _max: { helpful: 21 } },
    ]);
    await two.review.createMany({
      data: [1, 2].map((n) => ({ headline: `${name}${n}`, writerId: authorId, status: 'WAITING' })),
      skipDuplicates: true,
    });
    const found = { where: { status: { in: ['DRAFT'] }, authorId }, orderBy: { id: 'asc' } };
    expect((await one.review.findMany(found)).map(({ title }: { title: string }) => title)).toEqual(
      [`${name}1`, `${name}2`],
    );
    expect(await one.review.deleteMany({ where: { authorId } })).toEqual({ count: 3 });
    expect(await two.writer.delete({ where: { id: authorId } })).toMatchObject({ id: authorId });
    expect(one.sent.join()).not.toContain('public"."reviews');
    expect(one.sent.join()).toContain('"db_1_0_0"."reviews"');
    expect(two.sent.join()).toContain('"db_2_0_0"."writers"');
    // No session is another than before.
    expect([...one.sent, ...two.sent].join()).not.toContain('search_path');
  });

  test('errors name the fields of the model, whatever the columns below are called', async () => {
    await using two = opened(newer, options);
    const email = `twice${JSON.stringify(options)}`;
    const { id } = await two.writer.create({ data: { email } });
    expect(await failure(two.writer.create({ data: { email } }))).toMatchObject({
      ...{ code: 'P2002', meta: { modelName: 'Writer', target: ['email'] } },
    });
    const data = { headline: email, writerId: id };
    await two.review.create({ data });
    expect(await failure(two.review.create({ data }))).toMatchObject({
      ...{ code: 'P2002', meta: { modelName: 'Review', target: ['writerId', 'headline'] } },
    });
    expect(await failure(two.review.create({ data: { ...data, writerId: -1 } }))).toMatchObject({
      code: 'P2003',
      meta: { modelName: 'Review', target: ['writerId'], relation: 'writer' },
    });
    expect(await failure(two.writer.delete({ where: { id } }))).toMatchObject({ code: 'P2003' });
  });
});

test('SQL of a service names the schema of its version', async () => {
  expect([older.schemaName, newer.schemaName]).toEqual(['db_1_0_0', 'db_2_0_0']);
  await using two = opened(newer);
  await two.writer.create({ data: { email: 'raw' } });
  const { raw } = newer.Prisma;
  expect(
    await two.$queryRaw`SELECT email FROM ${raw(newer.schemaName)}.writers WHERE email = 'raw'`,
  ).toEqual([{ email: 'raw' }]);
});

test('the option and the parameter of the URL go before what the database says', async () => {
  const { connectionString } = database;
  const with_ = (parameter: string): object => ({
    connectionString: `${connectionString}?${parameter}`,
  });
  const places: Readonly<Record<string, readonly [options: object, place: string]>> = {
    asked: [{}, 'db_1_0_0'],
    'asked, with Prisma’s usual URL': [with_('schema=public'), 'db_1_0_0'],
    wanted: [{ versioned: true, compatibility: 'off' }, 'db_1_0_0'],
    'wanted by the URL': [{ ...with_('versioned=true'), compatibility: 'off' }, 'db_1_0_0'],
    refused: [{ versioned: false }, 'public'],
    'refused by the URL': [with_('versioned=false'), 'public'],
    'not asked': [{ compatibility: 'off' }, 'public'],
    'wanted by the option alone': [{ ...with_('versioned=false'), versioned: true }, 'db_1_0_0'],
  };
  for (const [name, [options, place]] of Object.entries(places)) {
    await using one = opened(older, options);
    await one.topic.findMany();
    expect(one.sent, name).toEqual([expect.stringContaining(`"${place}"."Topic"`)]);
  }
  await using tenant = opened(older, { schema: 'tenant' });
  await expect(tenant.topic.findMany()).rejects.toThrow(/tenant\.Topic/);
  for (const [options, message] of [
    [{ versioned: true, schema: 'tenant' }, /Two schemas are named/],
    [with_('versioned=yes'), /versioned of the connection string is true or false/],
  ] as const) {
    expect(() => opened(older, options)).toThrow(message);
  }
});

test('a role that has the schema of its version has all that its clients need', async () => {
  await sql(`DROP OWNED BY versioned_service`).catch(() => {});
  await sql('DROP ROLE IF EXISTS versioned_service');
  await sql(`CREATE ROLE versioned_service;
    GRANT USAGE ON SCHEMA db_2_0_0 TO versioned_service;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA db_2_0_0 TO versioned_service;
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO versioned_service`);
  try {
    const connectionString = `${database.connectionString}?options=-c%20role%3Dversioned_service`;
    await using two = opened(newer, { connectionString });
    await two.writer.create({ data: { email: 'role' } });
    await two.writer.update({ where: { email: 'role' }, data: { email: 'another' } });
    expect(await two.writer.count({ where: { email: 'another' } })).toBe(1);
    await using tables = opened(newer, { connectionString, versioned: false });
    await expect(tables.topic.count()).rejects.toThrow(/permission denied/);
  } finally {
    await sql('DROP OWNED BY versioned_service; DROP ROLE versioned_service');
  }
});

describe.each([{ fastPath: true }, { fastPath: false }])('with %o', (options) => {
  test('who is shut out is told of it', async () => {
    const role = `shut_out_${options.fastPath}`;
    await sql(`DROP OWNED BY ${role}`).catch(() => {});
    await sql(`DROP ROLE IF EXISTS ${role}; CREATE ROLE ${role}; GRANT USAGE ON SCHEMA db_1_0_0 TO ${role};
      GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA db_1_0_0 TO ${role}`);
    try {
      const connectionString = `${database.connectionString}?options=-c%20role%3D${role}`;
      await using one = opened(older, { connectionString, service: role, ...options });
      await one.topic.count();
      const forget = `DELETE FROM schema_migrations.usage WHERE service = '${role}'`;
      const heard = () =>
        sql(`SELECT version FROM schema_migrations.usage WHERE service = '${role}'`);
      await sql(`${forget}; REVOKE USAGE ON SCHEMA db_1_0_0 FROM ${role}`);
      for (const call of [
        () => one.topic.count(),
        () => one.topic.findMany({ where: { name: 'x' } }),
        () => one.topic.create({ data: { name: 'x' } }),
        () => one.$queryRaw`SELECT FROM db_1_0_0."Topic"`,
        () => one.$transaction([one.topic.count()]),
        () => one.$transaction(async (tx: typeof one) => tx.topic.count()),
      ]) {
        const error = await failure(call());
        expect(error).toMatchObject({
          code: expect.stringMatching(/^P2039$|^P2010$/),
          meta: { driverAdapterError: { cause: { originalCode: '42501' } } },
          message: expect.stringMatching(
            /permission denied for schema db_1_0_0`?\s+.*clients of 1\.0\.0 are shut out for a while.*Upgrade \S+ to 2\.0\.0\. Or its role/,
          ),
        });
      }
      // That is how it is heard of.
      await expect.poll(heard, { timeout: 60_000 }).toEqual([{ version: '1.0.0' }]);
      await sql(`GRANT USAGE ON SCHEMA db_1_0_0 TO ${role}`);
      expect(await one.topic.count()).toBeGreaterThan(-1);
    } finally {
      await sql(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }
  });
});

test('where the handshake fails, the catalog says where the views are', async () => {
  await using broken = await createSharedDatabase();
  const { connectionString } = broken;
  await sql('ALTER TABLE schema_migrations.serving RENAME TO gone', connectionString);
  await using two = opened(newer, { connectionString });
  await two.topic.count();
  expect(two.$compatibility()).toBeUndefined();
  expect(two.sent).toEqual([expect.stringContaining('"db_2_0_0"."Topic"')]);
});

test('a database without version schemas is sent what it always was', async () => {
  await using alone = await createDatabase(previous);
  const { connectionString } = alone;
  const work = async (options: object): Promise<readonly string[]> => {
    await using one = opened(older, { connectionString, ...options });
    const { id } = await one.topic.create({ data: { name: 'a' } });
    await one.review.findMany({ where: { status: 'DRAFT' }, include: { topics: true } });
    await one.topic.delete({ where: { id } });
    return one.sent;
  };
  const sent = await work({});
  expect(sent.join()).toContain('"public"."Topic"');
  expect(sent).toEqual(await work({ versioned: false }));
});

test('a client that cannot connect says why, and looks again when it can', async () => {
  for (const options of [{}, { fastPath: false }]) {
    const pool = new pg.Pool({ connectionString: database.connectionString, max: 2 });
    const connect = pool.connect.bind(pool);
    const refused = Object.assign(new Error('refused'), {
      ...{ code: 'ECONNREFUSED', address: '127.0.0.1', port: 1 },
    });
    pool.connect = () => Promise.reject(refused);
    const failures = (client: ClientModule): Promise<unknown> =>
      Promise.all(
        [client.topic.count(), client.topic.findFirst(), client.$queryRaw`SELECT 1`].map(failure),
      );
    const one = older.createClient({ pool, ...options });
    const usual = older.createClient({ pool, ...options, versioned: false });
    expect(await failures(one)).toEqual(await failures(usual));
    await usual.$disconnect();
    pool.connect = connect;
    // The pool is the caller's, and so it is still open.
    await expect.poll(() => one.topic.count().catch(() => -1)).toBeGreaterThanOrEqual(0);
    await one.$disconnect();
    await pool.end();
  }
});
