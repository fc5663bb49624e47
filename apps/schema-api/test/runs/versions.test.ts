import { type RunNotice, remoteEnvironment } from '@schema-service/migrator';
import pg from 'pg';
import { expect, test } from 'vitest';
import { migratingReleases } from './migrating-releases.ts';
import { gate, runService, waitsAt } from './run-service.ts';

const views = (version: string): string => {
  const schema = `db_${version.replaceAll('.', '_')}`;
  return `-- migrator: phase = open\nCREATE SCHEMA ${schema}; CREATE VIEW ${schema}.review AS SELECT id FROM review;`;
};

const RELEASES = migratingReleases([
  {
    version: '1.0.0',
    migrations: {
      '001_review': { up: 'CREATE TABLE review (id int PRIMARY KEY, words int);' },
      '002_open': { up: views('1.0.0') },
    },
  },
  {
    version: '1.1.0',
    migrations: {
      '003_fill': {
        up: '-- migrator: phase = fill\n-- migrator: batches = review by id\nUPDATE review SET words = id / 0 WHERE id BETWEEN {from} AND {to};',
      },
      '004_open': { up: views('1.1.0') },
      '005_contract': { up: '-- migrator: phase = contract\nDROP SCHEMA db_1_0_0 CASCADE;' },
    },
  },
]);

test('the API says which versions a database serves, who uses them, and when one ends', async () => {
  await using service = await runService({ releases: RELEASES });
  await service.worker();
  const at = (name: string) =>
    remoteEnvironment('shop', { url: service.url, token: service.tokens.get(name) ?? '' });
  const remote = at('deployer');
  expect(await remote.versions()).toMatchObject({ kind: 'versionsReport', versions: [] });
  await remote.follow((await remote.start({ direction: 'up', to: '1.0.0' })).id);
  await service.query('INSERT INTO review VALUES (1)');
  await service.query(`SELECT schema_migrations.hello('1.0.0', 'web', 'node')`);

  const failing = await remote.start({ direction: 'up' });
  await expect(remote.follow(failing.id)).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
  expect((await remote.versions()).versions).toMatchObject([
    {
      ...{ version: '1.0.0', schema: 'db_1_0_0', state: 'open', openedAt: expect.any(Date) },
      users: [{ evidence: 'said hello', who: 'web', languages: ['node'], last: expect.any(Date) }],
    },
  ]);
  await service.query('DELETE FROM review');
  await remote.follow((await remote.start({ direction: 'retry' })).id);
  expect(await remote.versions()).toMatchObject({
    versions: [
      { version: '1.0.0' },
      {
        ...{ version: '1.1.0', schema: null, state: 'opening', openedAt: null, users: [] },
        progress: { migration: '004_open', phase: 'open', applied: 1, total: 2 },
      },
    ],
    waiting: ['1.1.0/005_contract'],
  });
  await remote.follow((await remote.start({ direction: 'up' })).id);
  expect((await remote.versions()).contracts).toEqual([
    { migration: '1.1.0/005_contract', ends: ['1.0.0'], usedBy: ['web'] },
  ]);
  expect((await remote.versions(0)).contracts).toMatchObject([{ usedBy: [] }]);
  // Who has said hello is in the status, too.
  expect((await remote.status()).clients?.seen).toMatchObject([{ lastSeen: expect.any(Date) }]);

  const end = { on: '2999-12-31', message: 'Ask Ann.' };
  await expect(at('reader').retire('1.0.0', end)).rejects.toMatchObject({
    code: 'TOKEN_SCOPE_MISSING',
  });
  expect(await remote.retire('1.0.0', end)).toEqual({
    ...{ kind: 'retireResult', version: '1.0.0', endsOn: '2999-12-31' },
    ...{ message: 'Ask Ann.', next: '1.1.0' },
  });
  await expect(remote.retire('1.1.0', end)).rejects.toMatchObject({
    code: 'MIGRATION_VERSION_NEEDED',
  });
  expect((await remote.versions()).versions).toMatchObject([
    { version: '1.0.0', state: 'retiring', endsOn: '2999-12-31', message: 'Ask Ann.' },
    { version: '1.1.0', state: 'open' },
  ]);
  const { body } = await service.ask('/audit', { token: 'admin' });
  expect(body.entries).toContainEqual(
    expect.objectContaining({ action: 'version.retire', subject: 'shop', actor: 'deployer' }),
  );
});

/** Each with views of its own; 2.0.0 renames under the clients of the first. */
const RENAMED = migratingReleases([
  {
    version: '1.0.0',
    migrations: { '001_review': { up: 'CREATE TABLE review (id int PRIMARY KEY, body text);' } },
  },
  {
    version: '2.0.0',
    migrations: {
      '002_content': {
        up: 'ALTER TABLE review RENAME COLUMN body TO content;',
        down: 'ALTER TABLE review RENAME COLUMN content TO body;',
      },
      '003_open': {
        up: views('2.0.0'),
        down: '-- migrator: rollback = instant\nDROP SCHEMA db_2_0_0 CASCADE;',
      },
      '004_contract': {
        up: '-- migrator: phase = contract\nCOMMENT ON TABLE review IS NULL;',
        down: '-- migrator: rollback = instant\nSELECT 1;',
      },
    },
  },
]);

const hello = (version: string) =>
  `SELECT schema_migrations.hello('${version}', 'web', 'node'), schema_migrations.hello('${version}', 'import', 'python')`;

const forgetHellos = `UPDATE schema_migrations.usage SET last_seen = now() - interval '8 days'`;

test('a version gets its schema, is ended when nobody uses it, and the highest is taken back, each by a run', async () => {
  await using service = await runService({ releases: RENAMED });
  await service.worker();
  const remote = remoteEnvironment('shop', {
    url: service.url,
    token: service.tokens.get('deployer') ?? '',
  });
  const run = async (...goal: Parameters<typeof remote.start>) => {
    const started = await remote.start(...goal);
    const { body } = await service.ask(`/runs/${started.id}`);
    return { id: started.id, body, result: await remote.follow(started.id) };
  };
  await run({ direction: 'up', to: '1.0.0' });

  const { digest, report } = await remote.adoption();
  expect(report).toMatchObject({ kind: 'adoptResult', version: '1.0.0', schema: 'db_1_0_0' });
  await expect(remote.start({ direction: 'adopt' }, {}, 'another')).rejects.toMatchObject({
    code: 'RUN_PLAN_CHANGED',
  });
  const adopted = await run({ direction: 'adopt' }, {}, digest);
  expect(adopted.body).toMatchObject({ kind: 'adopt', direction: 'adopt', version: null });
  expect(adopted.result).toMatchObject({ fromVersion: '1.0.0', migrations: [] });
  const { body: told } = await service.ask(`/runs/${adopted.id}/events`);
  expect(told.events.map(({ event }: { event: RunNotice }) => event)).toContainEqual({
    kind: 'adoptionBegan',
    adoption: report,
  });
  expect((await remote.adoption()).report.statements).toEqual([]);

  await run({ direction: 'up' });
  await service.query(hello('1.0.0'));
  const ending = { direction: 'contract', version: '1.0.0' } as const;
  const used = {
    code: 'MIGRATION_VERSION_IN_USE',
    meta: {
      used: [
        {
          version: '1.0.0',
          users: [
            { evidence: 'said hello', who: 'import', languages: ['python'] },
            { evidence: 'said hello', who: 'web', languages: ['node'] },
          ],
        },
      ],
    },
  };
  await expect(remote.plan(ending)).rejects.toMatchObject(used);
  // The run is there all the same, and says who has stopped it.
  const refused = await service.start(ending);
  expect(refused).toMatchObject({
    status: 202,
    body: { kind: 'contract', version: '1.0.0', plan: { steps: [{ migration: '004_contract' }] } },
  });
  await expect(remote.follow(refused.body.id)).rejects.toMatchObject(used);
  expect(await service.until(refused.body.id, 'failed')).toMatchObject({ error: used });
  expect((await remote.versions()).versions).toMatchObject([{ state: 'open' }, { state: 'open' }]);

  const brownout = { ...ending, options: { quietMs: 0, brownoutMs: 60_000 } };
  const shutNobody = await service.start(brownout);
  expect(await service.until(shutNobody.body.id, 'failed')).toMatchObject({
    error: { code: 'MIGRATION_BROWNOUT_REFUSED' },
  });

  await service.query(forgetHellos);
  const planned = await remote.plan(ending);
  expect(planned.report.steps).toMatchObject([{ migration: '004_contract', phase: 'contract' }]);
  const ended = await run(ending, {}, planned.digest);
  expect(ended.result).toMatchObject({ toVersion: '2.0.0', migrations: [{ version: '2.0.0' }] });
  expect((await remote.versions()).versions).toMatchObject([
    { version: '1.0.0', schema: null, state: 'ended' },
    { version: '2.0.0', state: 'open' },
  ]);
  // Ended once more it has ended.
  expect((await run(ending)).result.migrations).toEqual([]);

  const taking = { direction: 'abandon', version: '2.0.0' } as const;
  await service.query(hello('2.0.0'));
  const kept = await service.start(taking);
  expect(kept.body).toMatchObject({ kind: 'abandon', version: '2.0.0', to: '1.0.0' });
  expect(await service.until(kept.body.id, 'failed')).toMatchObject({
    error: { code: 'MIGRATION_VERSION_IN_USE', meta: { used: [{ version: '2.0.0' }] } },
  });
  await service.query(forgetHellos);
  const again = await service.ask(`/runs/${kept.body.id}/retry`, { token: 'deployer', body: {} });
  expect(again).toMatchObject({ status: 202, body: { direction: 'abandon', version: '2.0.0' } });
  await remote.follow(again.body.id);
  expect((await remote.status()).currentVersion).toBe('1.0.0');

  const entries = (await service.ask('/audit', { token: 'admin' })).body.entries;
  for (const kind of ['adopt', 'contract', 'abandon']) {
    expect(entries).toContainEqual(
      expect.objectContaining({
        action: 'run.start',
        actor: 'deployer',
        detail: expect.objectContaining({ kind }),
      }),
    );
  }
});

test('a brownout goes with the worker that ends, and with the run that is cancelled', async () => {
  await using service = await runService({ releases: RENAMED });
  const worker = await service.worker();
  const up = await service.start({ to: '1.0.0' });
  await service.until(up.body.id, 'success');
  const adopt = await service.start({ direction: 'adopt' });
  await service.until(adopt.body.id, 'success');
  const further = await service.start();
  await service.until(further.body.id, 'success');
  const role = `role_${Date.now()}`;
  await using client = Object.assign(new pg.Client({ connectionString: service.shopUrl }), {
    [Symbol.asyncDispose]: () => client.end(),
  });
  await client.connect();
  await client.query(`CREATE ROLE ${role}; GRANT USAGE ON SCHEMA db_1_0_0 TO ${role}`);
  try {
    const mayUse = async () => {
      const { rows } = await client.query(
        `SELECT has_schema_privilege('${role}', 'db_1_0_0', 'USAGE') AS may`,
      );
      return rows[0].may;
    };
    const ending = {
      ...{ direction: 'contract', version: '1.0.0' },
      options: { brownoutMs: 3_600_000 },
    };
    const { body } = await service.start(ending);
    await expect.poll(mayUse, { timeout: 60_000 }).toBe(false);
    await worker[Symbol.asyncDispose]();
    expect(await mayUse()).toBe(true);
    expect(await service.until(body.id, 'pending')).toMatchObject({ attempts: 1 });

    // Another one goes on with it.
    await service.worker();
    await expect.poll(mayUse, { timeout: 60_000 }).toBe(false);
    const token = 'deployer';
    await service.ask(`/runs/${body.id}/cancel`, { token, body: {} });
    await service.until(body.id, 'cancelled');
    expect(await mayUse()).toBe(true);
  } finally {
    await client.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
  }
});

const GATED = migratingReleases([
  { version: '1.0.0', migrations: { '001_review': { up: 'CREATE TABLE review (id int);' } } },
  {
    version: '2.0.0',
    migrations: {
      '002_tag': { up: 'CREATE TABLE tag (id int);', down: 'DROP TABLE tag;' },
      '003_open': {
        up: views('2.0.0'),
        down: '-- migrator: rollback = instant\n-- migrator: lock-timeout = 5min\nSELECT pg_advisory_xact_lock(42);\nDROP SCHEMA db_2_0_0 CASCADE;',
      },
    },
  },
]);

test('an abandon that a worker has begun with is done by the next one, whoever says hello meanwhile', async () => {
  await using service = await runService({ releases: GATED });
  const first = await service.worker();
  const up = await service.start();
  await service.until(up.body.id, 'success');
  let ending: PromiseLike<void>;
  let id: string;
  {
    await using _closed = await gate(service, 42);
    const options = { allowDataLoss: true };
    ({ id } = (await service.start({ direction: 'abandon', version: '2.0.0', options })).body);
    await expect.poll(() => service.query(waitsAt(42)), { timeout: 60_000 }).toEqual([{ n: 1 }]);
    ending = first[Symbol.asyncDispose]();
  }
  await ending;
  await service.until(id, 'pending');
  // Of a version that is gone, or on its way, nobody asks again who uses it.
  await service.query(hello('2.0.0'));
  await service.worker();
  expect(await service.until(id, 'success', 'failed')).toMatchObject({
    ...{ status: 'success', attempts: 2, error: null },
    result: { fromVersion: '2.0.0', toVersion: '1.0.0', migrations: [{}, {}] },
  });
});

test('what a run is asked for has to go together, and an environment that never goes down keeps its highest version', async () => {
  await using service = await runService({
    releases: RENAMED,
    policy: { approval: true, allowDown: false },
  });
  const wrong = [
    { direction: 'contract' },
    { direction: 'contract', version: '1.0.0', to: '2.0.0' },
    { direction: 'up', version: '1.0.0' },
    { direction: 'adopt', options: { quietMs: 1 } },
    { direction: 'abandon', version: '2.0.0', options: { brownoutMs: 1 } },
  ];
  for (const body of wrong) {
    expect(await service.start(body)).toMatchObject({
      status: 400,
      body: { code: 'REQUEST_INVALID', fix: expect.any(String) },
    });
  }
  await service.worker();
  const approved = async (body: unknown) => {
    const { body: run } = await service.start(body);
    expect(run).toMatchObject({ status: 'pending', waitingFor: 'approval' });
    await service.ask(`/runs/${run.id}/approve`, {
      token: 'approver',
      body: { plan: run.plan.digest },
    });
    return service.until(run.id, 'success', 'failed');
  };
  expect(await approved({ to: '1.0.0' })).toMatchObject({ status: 'success' });
  expect(await approved({ direction: 'adopt' })).toMatchObject({ status: 'success' });
  expect(await approved({})).toMatchObject({ status: 'success' });
  expect(await service.start({ direction: 'abandon', version: '2.0.0' })).toMatchObject({
    status: 403,
    body: { code: 'RUN_DOWN_NOT_ALLOWED' },
  });
  // Also where no migration is left to run: what adopt has made goes.
  expect(await approved({ direction: 'contract', version: '1.0.0' })).toMatchObject({
    status: 'success',
    version: '1.0.0',
  });
  expect(await service.start({ direction: 'contract', version: '9.0.0' })).toMatchObject({
    body: { code: 'MIGRATION_VERSION_UNKNOWN' },
  });
});
