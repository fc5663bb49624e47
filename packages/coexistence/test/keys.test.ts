import { createTestDatabase } from '@schema-service/local-postgres';
import type { StructureObject } from '@schema-service/migration-draft';
import { bridgedOf, diff } from '@schema-service/schema-diff';
import { schemaSql } from '@schema-service/schema-model';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { adopt } from '../src/index.ts';
import { type LivingVersions, livingVersions, parse, stepTo } from './living-versions.ts';
import { undoPhases } from './run-phases.ts';
import { structureOf } from './structure-of.ts';

/** What a database is that was made from a schema, and changed by statements. */
async function structureFor(
  schema: string,
  statements: readonly string[] = [],
): Promise<readonly string[]> {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
  try {
    const made = await schemaSql(null, parse(schema));
    for (const statement of [...made, ...statements]) await client.query(statement);
    return await structureOf(client);
  } finally {
    await client.end();
    await database.drop();
  }
}

/** What an INSERT or UPDATE is refused with: its SQLSTATE and the key. */
const refusalOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => 'taken',
    ({ code, constraint }: pg.DatabaseError) => `${code} ${constraint}`,
  );

const people = (id: string, ref: string): string => `
  model Person {
    id ${id}
    name String
    bossId ${ref.replace('%', '?')}
    boss Person? @relation("boss", fields: [bossId], references: [id])
    people Person[] @relation("boss")
    posts Post[]
    groups Group[]
    profile Profile?
  }
  model Post {
    id Int @id @default(autoincrement())
    title String
    personId ${ref.replace('%', '')}
    person Person @relation(fields: [personId], references: [id], onDelete: Cascade)
    @@index([personId, title])
  }
  model Group {
    id Int @id
    people Person[]
  }
  model Profile {
    personId ${ref.replace('%', '')} @id
    about String
    person Person @relation(fields: [personId], references: [id])
    notes Note[]
  }
  model Note {
    id Int @id
    profileId ${ref.replace('%', '')}
    profile Profile @relation(fields: [profileId], references: [personId], onDelete: Cascade)
    @@unique([profileId, id])
  }
`;
const numbered = people('Int @id @default(autoincrement())', 'Int%');
const named = people('String @id @default(uuid()) @db.Uuid', 'String% @db.Uuid');
const uuid = (at: number): string => `00000000-0000-4000-8000-00000000000${at}`;

const peopleOf = async (versions: LivingVersions, version: string): Promise<unknown> =>
  versions.as(version)(`SELECT p.name, b.name AS boss, a.title, o.about, n.id AS note,
      (SELECT string_agg(j."A"::text, ',') FROM "_GroupToPerson" j WHERE j."B" = p.id) AS groups
    FROM "Person" p LEFT JOIN "Person" b ON b.id = p."bossId" LEFT JOIN "Post" a ON a."personId" = p.id
    LEFT JOIN "Profile" o ON o."personId" = p.id LEFT JOIN "Note" n ON n."profileId" = o."personId"
    ORDER BY 1, 3, 5`);

test('a number becomes a UUID: all that refers to it follows, whoever writes', async () => {
  await using versions = await livingVersions(numbered);
  const old = versions.as('1.0.0');
  await old(`INSERT INTO "Person" (name, "bossId") VALUES ('Ada', 2), ('Bob', NULL), ('Cid', 1)`);
  await old(`INSERT INTO "Group" VALUES (7)`);
  await old(`INSERT INTO "_GroupToPerson" VALUES (7, 3)`);
  await old(`INSERT INTO "Profile" VALUES (1, 'first')`);
  await old(`INSERT INTO "Note" VALUES (5, 1)`);
  await old(`INSERT INTO "Post" (title, "personId") VALUES ('a', 1)`);
  await versions.open('2.0.0', named);
  const now = versions.as('2.0.0');
  expect(await peopleOf(versions, '2.0.0')).toEqual(await peopleOf(versions, '1.0.0'));

  await now(`INSERT INTO "Person" (id, name) VALUES ('${uuid(1)}', 'Dan')`);
  await now(`INSERT INTO "Person" (id, name, "bossId") VALUES ('${uuid(2)}', 'Eva', '${uuid(1)}')`);
  await now(`INSERT INTO "Post" (title, "personId") VALUES ('b', '${uuid(1)}')`);
  await now(`INSERT INTO "_GroupToPerson" ("A", "B") VALUES (7, '${uuid(1)}')`);
  await now(`INSERT INTO "Profile" VALUES ('${uuid(2)}', 'second')`);
  await now(`INSERT INTO "Note" VALUES (6, '${uuid(2)}')`);
  const [dan] = await old(`SELECT id FROM "Person" WHERE name = 'Dan'`);
  await old(`INSERT INTO "Person" (name, "bossId") VALUES ('Fay', ${dan?.id})`);
  await old(`INSERT INTO "Post" (title, "personId") VALUES ('c', ${dan?.id})`);
  await old(
    `INSERT INTO "_GroupToPerson" ("A", "B") VALUES (7, ${dan?.id}) ON CONFLICT DO NOTHING`,
  );
  await now(`UPDATE "Person" SET "bossId" = '${uuid(2)}' WHERE name = 'Fay'`);
  await old(`UPDATE "Person" SET "bossId" = NULL WHERE name = 'Ada'`);
  await old(`UPDATE "Person" SET id = 99 WHERE name = 'Bob'`);
  const all = [
    { name: 'Ada', boss: null, title: 'a', about: 'first', note: 5, groups: null },
    { name: 'Bob', boss: null, title: null, about: null, note: null, groups: null },
    { name: 'Cid', boss: 'Ada', title: null, about: null, note: null, groups: '7' },
    { name: 'Dan', boss: null, title: 'b', about: null, note: null, groups: '7' },
    { name: 'Dan', boss: null, title: 'c', about: null, note: null, groups: '7' },
    { name: 'Eva', boss: 'Dan', title: null, about: 'second', note: 6, groups: null },
    { name: 'Fay', boss: 'Eva', title: null, about: null, note: null, groups: null },
  ];
  expect(await peopleOf(versions, '1.0.0')).toEqual(all);
  expect(await peopleOf(versions, '2.0.0')).toEqual(all);

  const dangling = `INSERT INTO "Post" (title, "personId") VALUES ('x', `;
  expect(await refusalOf(old(`${dangling} 12345)`))).toBe('23503 Post_personId_fkey');
  expect(await refusalOf(now(`${dangling} '${uuid(9)}')`))).toBe('23503 Post_personId_fkey__2_0_0');
  expect(await refusalOf(now(`DELETE FROM "Person" WHERE name = 'Eva'`))).toContain(
    'Profile_personId_fkey',
  );
  await now(`DELETE FROM "Note" WHERE id = 6`);
  await old(`DELETE FROM "Profile" WHERE about = 'second'`);
  await now(`DELETE FROM "Person" WHERE name = 'Eva'`);
  await old(`DELETE FROM "Person" WHERE name = 'Dan'`);
  const left = [all[0], all[1], all[2], { ...all[6], boss: null }];
  expect(await peopleOf(versions, '1.0.0')).toEqual(left);
  expect(await peopleOf(versions, '2.0.0')).toEqual(left);

  const phases = await versions.close('1.0.0');
  await now(`INSERT INTO "Person" (id, name) VALUES ('${uuid(5)}', 'Gil')`);
  await now(`UPDATE "Person" SET "bossId" = '${uuid(5)}' WHERE name = 'Ada'`);
  expect(await structureOf(versions.client)).toEqual(await structureFor(named));
  await undoPhases(versions.client, phases);
  expect(await peopleOf(versions, '1.0.0')).toEqual(await peopleOf(versions, '2.0.0'));
  await old(`INSERT INTO "Person" (name) VALUES ('Hal')`);
  await old(`INSERT INTO "Person" (id, name, "bossId") VALUES (500, 'Ida', 500)`);
  await now(`INSERT INTO "Person" (id, name, "bossId") VALUES ('${uuid(8)}', 'Jon', '${uuid(8)}')`);
  const own = 'SELECT name FROM "Person" WHERE id = "bossId" ORDER BY name';
  expect(await old(own)).toEqual([{ name: 'Ida' }, { name: 'Jon' }]);
  expect(await now(own)).toEqual([{ name: 'Ida' }, { name: 'Jon' }]);
});

test('a number that grows, in a key of several columns too: as a number, without a look', async () => {
  const schema = (type: string): string => `
    model Account {
      id ${type} @id @default(autoincrement())
      entries Entry[]
    }
    model Entry {
      accountId ${type}
      at Int
      account Account @relation(fields: [accountId], references: [id])
      lines Line[]
      @@id([accountId, at])
    }
    model Line {
      id Int @id
      accountId ${type}
      at Int
      entry Entry @relation(fields: [accountId, at], references: [accountId, at], onUpdate: Cascade, onDelete: Cascade)
    }
  `;
  await using versions = await livingVersions(schema('Int'));
  const old = versions.as('1.0.0');
  await old('INSERT INTO "Account" DEFAULT VALUES');
  await old('INSERT INTO "Entry" VALUES (1, 1)');
  await versions.open('2.0.0', schema('BigInt'));
  const now = versions.as('2.0.0');
  expect(await now('INSERT INTO "Account" DEFAULT VALUES RETURNING id')).toEqual([{ id: '2' }]);
  expect(await old('INSERT INTO "Account" DEFAULT VALUES RETURNING id')).toEqual([{ id: 3 }]);
  await now('INSERT INTO "Entry" VALUES (2, 1)');
  await now('INSERT INTO "Line" VALUES (1, 2, 1), (2, 1, 1)');
  await old('UPDATE "Account" SET id = 9 WHERE id = 2');
  expect(await now('SELECT * FROM "Line" ORDER BY id')).toEqual([
    { id: 1, accountId: '9', at: 1 },
    { id: 2, accountId: '1', at: 1 },
  ]);
  await old('UPDATE "Line" SET "accountId" = 9 WHERE id = 2');
  expect(await refusalOf(now('INSERT INTO "Account" VALUES (5000000000)'))).toContain('22003');
  expect(await refusalOf(old('INSERT INTO "Entry" VALUES (77, 1)'))).toBe(
    '23503 Entry_accountId_fkey',
  );
  await versions.close('1.0.0');
  expect(await structureOf(versions.client)).toEqual(await structureFor(schema('BigInt')));
  await now('INSERT INTO "Account" VALUES (5000000000)');
  expect(await now('SELECT * FROM "Line" ORDER BY id')).toEqual([
    { id: 1, accountId: '9', at: 1 },
    { id: 2, accountId: '9', at: 1 },
  ]);
});

test('a text becomes a UUID in one part of a key: rows are looked up by all of it', async () => {
  const schema = (type: string, up = ''): string => `
    model Item {
      shop Int
      ${up}
      code String ${type}
      parts Part[]
      @@id([shop, code])
    }
    model Part {
      id Int @id
      shop Int
      code String ${type}
      item Item @relation(fields: [shop, code], references: [shop, code], onDelete: Cascade)
    }
  `;
  await using versions = await livingVersions(schema(''));
  const old = versions.as('1.0.0');
  const spelt = uuid(3).replace('8000', 'ABCD');
  await old(`INSERT INTO "Item" VALUES (1, '${spelt}'), (2, '${spelt}')`);
  await old(`INSERT INTO "Part" VALUES (1, 2, '${spelt}')`);
  await versions.open('2.0.0', schema('@db.Uuid', '/// @up {value}::UUID'));
  const now = versions.as('2.0.0');
  await now(`INSERT INTO "Part" VALUES (2, 1, '${spelt}')`);
  await now(`INSERT INTO "Item" VALUES (1, '${uuid(4)}')`);
  await old(`INSERT INTO "Part" VALUES (3, 1, '${uuid(4)}')`);
  expect(await old('SELECT code FROM "Part" ORDER BY id')).toEqual([
    { code: spelt },
    { code: spelt },
    { code: uuid(4) },
  ]);
  expect(await now('SELECT shop, code FROM "Part" ORDER BY id')).toEqual([
    { shop: 2, code: spelt.toLowerCase() },
    { shop: 1, code: spelt.toLowerCase() },
    { shop: 1, code: uuid(4) },
  ]);
  await now(`DELETE FROM "Item" WHERE shop = 1`);
  expect(await old('SELECT id FROM "Part"')).toEqual([{ id: 1 }]);
  await versions.close('1.0.0');
  expect(await structureOf(versions.client)).toEqual(await structureFor(schema('@db.Uuid')));
});

test('a chain: a number, a larger one, a UUID', async () => {
  const schema = (id: string, ref: string): string => `
    model Shop {
      id ${id}
      items Item[]
    }
    model Item {
      id Int @id
      shopId ${ref}
      shop Shop @relation(fields: [shopId], references: [id], onDelete: Cascade)
    }
  `;
  const last = schema('String @id @default(uuid()) @db.Uuid', 'String @db.Uuid');
  await using versions = await livingVersions(schema('Int @id @default(autoincrement())', 'Int'));
  await versions.open('2.0.0', schema('BigInt @id @default(autoincrement())', 'BigInt'));
  const [first, second] = [versions.as('1.0.0'), versions.as('2.0.0')];
  await first('INSERT INTO "Shop" DEFAULT VALUES');
  await second('INSERT INTO "Item" VALUES (1, 1)');
  await versions.open('3.0.0', last);
  const third = versions.as('3.0.0');
  await third(`INSERT INTO "Shop" VALUES ('${uuid(1)}')`);
  await second('INSERT INTO "Shop" DEFAULT VALUES');
  await third(`INSERT INTO "Item" VALUES (2, '${uuid(1)}')`);
  const [made] = await first(`SELECT "shopId" FROM "Item" WHERE id = 2`);
  await first(`INSERT INTO "Item" VALUES (3, ${made?.shopId})`);
  await second(`UPDATE "Item" SET "shopId" = ${made?.shopId} WHERE id = 1`);
  expect(await first('SELECT "shopId" FROM "Item" ORDER BY id')).toEqual([made, made, made]);
  expect(
    await third(
      `SELECT i.id FROM "Item" i JOIN "Shop" s ON s.id = "shopId" WHERE s.id = '${uuid(1)}' ORDER BY 1`,
    ),
  ).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  await versions.close('1.0.0');
  expect(await second('INSERT INTO "Shop" DEFAULT VALUES RETURNING id')).toHaveLength(1);
  await third(`INSERT INTO "Shop" VALUES ('${uuid(2)}')`);
  await third(`INSERT INTO "Item" VALUES (4, '${uuid(2)}')`);
  expect(
    await second('SELECT i.id FROM "Item" i JOIN "Shop" s ON s.id = i."shopId" ORDER BY 1'),
  ).toHaveLength(4);
  await versions.close('2.0.0');
  expect(await structureOf(versions.client)).toEqual(await structureFor(last));
});

test('a UUID becomes a number that is counted: rows of both versions have both', async () => {
  await using versions = await livingVersions(named);
  const old = versions.as('1.0.0');
  await old(`INSERT INTO "Person" (id, name) VALUES ('${uuid(1)}', 'Ada'), ('${uuid(2)}', 'Bob')`);
  await old(`UPDATE "Person" SET "bossId" = '${uuid(2)}' WHERE name = 'Ada'`);
  await old(`INSERT INTO "Post" (title, "personId") VALUES ('a', '${uuid(1)}')`);
  await old(`INSERT INTO "Profile" VALUES ('${uuid(1)}', 'first')`);
  await old(`INSERT INTO "Note" VALUES (5, '${uuid(1)}')`);
  await old(`INSERT INTO "Group" VALUES (7)`);
  await old(`INSERT INTO "_GroupToPerson" VALUES (7, '${uuid(2)}')`);
  await versions.open('2.0.0', numbered);
  const now = versions.as('2.0.0');
  expect(await peopleOf(versions, '2.0.0')).toEqual(await peopleOf(versions, '1.0.0'));

  const [cid] = await now(`INSERT INTO "Person" (name) VALUES ('Cid') RETURNING id`);
  await now(`INSERT INTO "Post" (title, "personId") VALUES ('b', ${cid?.id})`);
  await old(`INSERT INTO "Person" (id, name, "bossId")
    SELECT '${uuid(3)}', 'Dan', id FROM "Person" WHERE name = 'Cid'`);
  expect(await old(`SELECT id FROM "Person" WHERE name = 'Dan'`)).toEqual([{ id: uuid(3) }]);
  await old(`INSERT INTO "Post" (title, "personId") VALUES ('c', '${uuid(3)}')`);
  await now(`INSERT INTO "Person" (id, name) VALUES (500, 'Eva')`);
  await now(`UPDATE "Person" SET "bossId" = 500 WHERE name = 'Bob'`);
  const all = await peopleOf(versions, '1.0.0');
  expect(all).toMatchObject([
    { name: 'Ada', boss: 'Bob', title: 'a', about: 'first', note: 5 },
    { name: 'Bob', boss: 'Eva', groups: '7' },
    { name: 'Cid', boss: null, title: 'b' },
    { name: 'Dan', boss: 'Cid', title: 'c' },
    { name: 'Eva', boss: null },
  ]);
  expect(await peopleOf(versions, '2.0.0')).toEqual(all);

  const phases = await versions.close('1.0.0');
  await now(`INSERT INTO "Person" (name) VALUES ('Fay')`);
  expect(await structureOf(versions.client)).toEqual(await structureFor(numbered));
  await undoPhases(versions.client, phases);
  expect(await peopleOf(versions, '1.0.0')).toEqual(await peopleOf(versions, '2.0.0'));
  await old(`INSERT INTO "Person" (id, name) VALUES ('${uuid(4)}', 'Gil')`);
  expect(await now(`SELECT name FROM "Person" WHERE id IS NULL`)).toEqual([]);
});

test.each([
  ['id String @id @default(uuid())', 'id Int @id @default(autoincrement())', 'twin', undefined],
  [
    'id String @id',
    '/// @up {value}::int\n id Int @id @default(autoincrement())',
    'twin',
    'A sequence makes the numbers of A.id: leave out the line.',
  ],
  [
    'id DateTime @id',
    'id Int @id @default(autoincrement())',
    'twin',
    'Decide what the older version has in A.id of rows that the newer one makes, without {value}.',
  ],
  [
    'id Int @id',
    'id BigInt @id @default(autoincrement())',
    'no',
    'The older version gives its numbers, of which a sequence would not know: it can be counted in one step, and have another type in the next.',
  ],
  [
    'id Int @id\n k String',
    'id Int @id\n k Int @default(autoincrement())',
    'no',
    'A sequence would have to count it, and rows of the older version have no numbers.',
  ],
])('counted in the newer version alone: %s, then %s', (older, newer, verdict, said) => {
  const [previous, next] = [older, newer].map((fields) => parse(`model A {\n ${fields}\n}`));
  if (previous === undefined || next === undefined) throw new Error('no schemas');
  expect(bridgedOf(diff(previous, next))).toBe(verdict);
  const step = stepTo(adopt('v', '1.0.0', previous).layout, '2.0.0', previous, next);
  const findings = step.kind === 'halted' ? step.findings : [];
  expect(findings.map((one) => (one.kind === 'undecided' ? one.question : one.reason))).toEqual(
    said === undefined ? [] : [said],
  );
});

/** Counts a table's id as a hand-written migration does, in the place of a sequence. */
const identified = (table: string, kind: string): readonly string[] => [
  `ALTER TABLE "${table}" ALTER COLUMN id DROP DEFAULT`,
  `DROP SEQUENCE "${table}_id_seq"`,
  `ALTER TABLE "${table}" ALTER COLUMN id ADD GENERATED ${kind.toUpperCase()} AS IDENTITY`,
];

const identityOf = (table: string, identity: string): StructureObject => ({
  kind: 'column',
  name: `public."${table}".id`,
  table: `public."${table}"`,
  properties: { identity },
});

describe.each(['always', 'by default'])('a key that is an identity column, %s', (kind) => {
  const tables = ['Shop', 'Item'];
  const statements = tables.flatMap((table) => identified(table, kind));
  const structure = tables.map((table) => identityOf(table, kind));
  const schema = (id: string, ref: string, hits: string): string => `
    model Shop {
      id ${id}
      hits ${hits} @default(0)
      items Item[]
    }
    model Item {
      id Int @id @default(autoincrement())
      shopId ${ref}
      shop Shop @relation(fields: [shopId], references: [id], onDelete: Cascade)
    }
  `;
  const first = schema('Int @id @default(autoincrement())', 'Int', 'Int');

  test('becomes a larger number, and is counted as before', async () => {
    const next = schema('BigInt @id @default(autoincrement())', 'BigInt', 'BigInt');
    await using versions = await livingVersions(first, statements, structure);
    const [old, now] = [versions.as('1.0.0'), versions.as('2.0.0')];
    await old('INSERT INTO "Shop" DEFAULT VALUES');
    await versions.open('2.0.0', next);
    expect(await now('INSERT INTO "Shop" (hits) VALUES (5) RETURNING id')).toEqual([{ id: '2' }]);
    expect(await old('INSERT INTO "Shop" DEFAULT VALUES RETURNING *')).toEqual([
      { id: 3, hits: 0 },
    ]);
    await now('INSERT INTO "Item" ("shopId") VALUES (1), (2)');
    await old('UPDATE "Shop" SET hits = hits + 1');
    await now('UPDATE "Shop" SET id = 20, hits = 9 WHERE id = 2');
    expect(await old('SELECT "shopId" FROM "Item" ORDER BY id')).toEqual([
      { shopId: 1 },
      { shopId: 20 },
    ]);
    const phases = await versions.close('1.0.0');
    expect(await now('INSERT INTO "Shop" DEFAULT VALUES RETURNING id')).toEqual([{ id: '21' }]);
    expect(await structureOf(versions.client)).toEqual(await structureFor(next, statements));
    await undoPhases(versions.client, phases);
    expect(await old('INSERT INTO "Shop" DEFAULT VALUES RETURNING *')).toEqual([
      { id: 22, hits: 0 },
    ]);
    expect(await now('SELECT * FROM "Shop" ORDER BY id')).toEqual([
      { id: '1', hits: '1' },
      { id: '3', hits: '1' },
      { id: '20', hits: '9' },
      { id: '21', hits: '0' },
      { id: '22', hits: '0' },
    ]);
    expect(await structureOf(versions.client)).toContain(
      `column "Shop" id integer not null ${kind === 'always' ? 'always identity' : 'identity'}`,
    );
  });

  test('becomes a UUID, and goes on counting for the older version', async () => {
    const next = schema('String @id @default(uuid()) @db.Uuid', 'String @db.Uuid', 'BigInt');
    await using versions = await livingVersions(first, statements, structure);
    const [old, now] = [versions.as('1.0.0'), versions.as('2.0.0')];
    await old('INSERT INTO "Shop" DEFAULT VALUES');
    await old('INSERT INTO "Item" ("shopId") VALUES (1)');
    await versions.open('2.0.0', next);
    await now(`INSERT INTO "Shop" (id, hits) VALUES ('${uuid(1)}', 7)`);
    await now(`INSERT INTO "Item" ("shopId") VALUES ('${uuid(1)}')`);
    expect(await old('SELECT * FROM "Shop" ORDER BY id')).toEqual([
      { id: 1, hits: 0 },
      { id: 2, hits: 7 },
    ]);
    await old('INSERT INTO "Item" ("shopId") VALUES (2)');
    const ofOne = `SELECT count(*)::int AS n FROM "Item" WHERE "shopId" = '${uuid(1)}'`;
    expect(await now(ofOne)).toEqual([{ n: 2 }]);
    const phases = await versions.close('1.0.0');
    await now(`INSERT INTO "Shop" (id) VALUES ('${uuid(2)}')`);
    const counted = tables.filter((table) => table !== 'Shop');
    expect(await structureOf(versions.client)).toEqual(
      await structureFor(
        next,
        counted.flatMap((table) => identified(table, kind)),
      ),
    );
    await undoPhases(versions.client, phases);
    expect(await old('INSERT INTO "Shop" DEFAULT VALUES RETURNING id')).toEqual([{ id: 4 }]);
  });
});

test('a role that may use the sequence still may when its column has another type alone', async () => {
  const schema = (type: string): string => `
    model Shop {
      id ${type} @id @default(autoincrement())
      name String?
    }
  `;
  await using versions = await livingVersions(schema('Int'));
  await versions.open('2.0.0', schema('BigInt'));
  const role = `seller_${new URL(versions.connectionString).pathname.slice(1)}`;
  await versions.tables(`CREATE ROLE ${role}`);
  try {
    await versions.tables(`GRANT USAGE ON SCHEMA v_2_0_0 TO ${role}`);
    await versions.tables(`GRANT INSERT, SELECT ON ALL TABLES IN SCHEMA v_2_0_0 TO ${role}`);
    await versions.tables(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${role}`);
    await versions.close('1.0.0');
    const now = versions.as('2.0.0');
    await now(`SET ROLE ${role}`);
    expect(await now(`INSERT INTO "Shop" (name) VALUES ('a') RETURNING id`)).toEqual([{ id: '1' }]);
    await now('RESET ROLE');
    expect(await structureOf(versions.client)).toEqual(await structureFor(schema('BigInt')));
  } finally {
    await versions.tables(`DROP OWNED BY ${role}`);
    await versions.tables(`DROP ROLE ${role}`);
  }
});

test('a new table refers to a key of another type', async () => {
  const before = `
  model Doctor {
    id Int @id @default(autoincrement())
  }`;
  const after = `
  model Doctor {
    id String @id @default(dbgenerated("gen_random_uuid()")) @db.Uuid
    helpers Helper[]
  }
  model Helper {
    id Int @id
    doctorId String @db.Uuid
    doctor Doctor @relation(fields: [doctorId], references: [id], onDelete: Cascade)
  }`;
  await using versions = await livingVersions(before);
  const old = versions.as('1.0.0');
  await old('INSERT INTO "Doctor" VALUES (DEFAULT)');
  await versions.open('2.0.0', after);
  const now = versions.as('2.0.0');
  await now('INSERT INTO "Helper" SELECT 1, id FROM "Doctor"');
  await old('DELETE FROM "Doctor"');
  expect(await now('SELECT * FROM "Helper"')).toEqual([]);
  await versions.close('1.0.0');
  await expect(now(`INSERT INTO "Helper" VALUES (2, gen_random_uuid())`)).rejects.toThrow(
    'Helper_doctorId_fkey',
  );
});
