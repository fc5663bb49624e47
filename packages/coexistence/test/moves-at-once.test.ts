import pg from 'pg';
import { expect, test } from 'vitest';
import { type LivingVersions, livingVersions } from './living-versions.ts';

const apart = `
  model Company {
    id Int @id
    profile Profile?
  }
  model Profile {
    companyId Int @id
    about String?
    size Int?
    company Company @relation(fields: [companyId], references: [id], onDelete: Cascade)
  }
`;
const together = apart
  .replace('about String?', '')
  .replace('profile Profile?', 'profile Profile?\n/// @moved from: Profile.about\nabout String?');

const whole = `
  model Company {
    id Int @id
    about String?
  }
`;
const split = `
  model Company {
    id Int @id
    profile Profile?
  }
  model Profile {
    companyId Int @id
    size Int?
    /// @moved from: Company.about
    about String?
    company Company @relation(fields: [companyId], references: [id], onDelete: Cascade)
  }
`;

const PAUSED = 17;

/** A trigger of the database's own, by which a writer stops with a row of the table in its hands, until the lock is free. */
const pausing = (table: string): readonly string[] => [
  `CREATE FUNCTION pause() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    PERFORM pg_advisory_xact_lock(${PAUSED}); RETURN NEW; END $$`,
  `CREATE TRIGGER "!9 pause" BEFORE UPDATE ON "${table}" FOR EACH ROW EXECUTE FUNCTION pause()`,
];

/** One writes and is stopped in the midst of it; another writes the other row; then the first goes on. */
async function writeAtOnce(
  versions: LivingVersions,
  first: readonly [version: string, sql: string],
  second: readonly [version: string, sql: string],
): Promise<void> {
  const holder = new pg.Client({ connectionString: versions.connectionString });
  await holder.connect();
  try {
    await holder.query(`SELECT pg_advisory_lock(${PAUSED})`);
    const one = versions.as(first[0])(first[1]);
    await waiting(versions, 1);
    const other = versions.as(second[0])(second[1]);
    await waiting(versions, 2);
    await holder.query(`SELECT pg_advisory_unlock(${PAUSED})`);
    await Promise.all([one, other]);
  } finally {
    await holder.end();
  }
}

/** Until so many sessions of the database wait for a lock. */
async function waiting({ tables }: LivingVersions, count: number): Promise<void> {
  const sql = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  while ((await tables(sql))[0]?.n !== count) await new Promise((go) => setTimeout(go, 5));
}

const ofCompany = (about: string): string => `UPDATE "Company" SET about = '${about}' WHERE id = 1`;
const ofProfile = (about: string): string =>
  `UPDATE "Profile" SET about = '${about}' WHERE "companyId" = 1`;
const upsert = (about: string): string => `INSERT INTO "Profile" ("companyId", about)
  VALUES (1, '${about}') ON CONFLICT ("companyId") DO UPDATE SET about = excluded.about`;

test.each([
  ['Profile', 'the child', ofProfile, ofCompany],
  ['Profile', 'the child by an upsert', upsert, ofCompany],
  ['Company', 'the parent', ofCompany, ofProfile],
  ['Company', 'the parent, and an upsert comes', ofCompany, upsert],
])(
  'in %s one version is amid %s while the other writes: neither is refused',
  async (table, _, first, second) => {
    const isOld = (write: typeof first): string => (write === ofCompany ? '2.0.0' : '1.0.0');
    await using versions = await livingVersions(apart);
    const [old, now] = [versions.as('1.0.0'), versions.as('2.0.0')];
    await old('INSERT INTO "Company" VALUES (1)');
    await old(`INSERT INTO "Profile" VALUES (1, 'first', 5)`);
    await versions.open('2.0.0', together);
    for (const statement of pausing(table)) await versions.tables(statement);
    await writeAtOnce(versions, [isOld(first), first('one')], [isOld(second), second('two')]);
    expect(await old('SELECT about, size FROM "Profile"')).toEqual([{ about: 'two', size: 5 }]);
    expect(await now('SELECT about FROM "Company"')).toEqual([{ about: 'two' }]);
  },
);

test.each([
  ['Profile', ofProfile, ofCompany],
  ['Company', ofCompany, ofProfile],
  ['Company', ofCompany, () => 'DELETE FROM "Profile"'],
])('the same where the newer version has the child, in %s', async (table, first, second) => {
  const versionOf = (write: unknown): string => (write === ofCompany ? '1.0.0' : '2.0.0');
  await using versions = await livingVersions(whole);
  const [old, now] = [versions.as('1.0.0'), versions.as('2.0.0')];
  await old(`INSERT INTO "Company" VALUES (1, 'first')`);
  await versions.open('2.0.0', split);
  for (const statement of pausing(table)) await versions.tables(statement);
  await writeAtOnce(versions, [versionOf(first), first('one')], [versionOf(second), second('two')]);
  const kept = await now('SELECT about FROM "Profile"');
  expect(await old('SELECT about FROM "Company"')).toEqual(
    kept.length === 0 ? [{ about: null }] : kept,
  );
  await versions.close('1.0.0');
  const [view] = await versions.tables(
    `SELECT pg_get_viewdef('v_2_0_0."Profile"'::regclass) AS sql`,
  );
  expect(view?.sql).not.toContain('WHERE');
});

test('views that hold parents ask no rights of who reads, and read on where nothing is written', async () => {
  await using versions = await livingVersions(apart);
  const old = versions.as('1.0.0');
  await old('INSERT INTO "Company" VALUES (1)');
  await old(`INSERT INTO "Profile" VALUES (1, 'first', 5)`);
  await versions.open('2.0.0', together);
  const role = `reader_${new URL(versions.connectionString).pathname.slice(1)}`;
  await versions.tables(`CREATE ROLE ${role}`);
  try {
    await versions.tables(`GRANT USAGE ON SCHEMA v_1_0_0 TO ${role}`);
    await versions.tables(`GRANT SELECT, UPDATE ON ALL TABLES IN SCHEMA v_1_0_0 TO ${role}`);
    await old(`SET ROLE ${role}`);
    await old(ofProfile('by the role'));
    await old('BEGIN READ ONLY');
    expect(await old('SELECT about FROM "Profile"')).toEqual([{ about: 'by the role' }]);
    await old('COMMIT');
    await old('RESET ROLE');
  } finally {
    await versions.tables(`DROP OWNED BY ${role}`);
    await versions.tables(`DROP ROLE ${role}`);
  }
  // A size is no matter of both rows.
  await old('BEGIN');
  await old('UPDATE "Profile" SET size = 6');
  const held = await versions.tables(`SELECT id FROM "Company" FOR UPDATE NOWAIT`);
  expect(held).toEqual([{ id: 1 }]);
  await old('COMMIT');
});
