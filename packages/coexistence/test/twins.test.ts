import type { StructureObject } from '@schema-service/migration-draft';
import { describe, expect, test } from 'vitest';
import { adopt, contract } from '../src/index.ts';
import { decided, livingVersions, parse, stepTo } from './living-versions.ts';

describe('a number that grows', () => {
  const first = `
    model Post {
      id Int @id
      title String
      likes Int @default(0)
    }
  `;
  const second = `
    model Post {
      id Int @id
      title String
      likes BigInt @default(0)
    }
  `;

  test('rows that are there are filled, and each version writes in its form', async () => {
    await using versions = await livingVersions(first);
    const old = versions.as('1.0.0');
    await old(`INSERT INTO "Post" VALUES (1, 'a', 40)`);
    await versions.open('2.0.0', second);
    const now = versions.as('2.0.0');
    await old('UPDATE "Post" SET likes = likes + 1');
    await now('UPDATE "Post" SET likes = likes + 1');
    expect(await old('SELECT likes FROM "Post"')).toEqual([{ likes: 42 }]);
    expect(await now('SELECT likes FROM "Post"')).toEqual([{ likes: '42' }]);
  });

  test('the older version reads the nearest, and does no harm by writing it back', async () => {
    await using versions = await livingVersions(first);
    await versions.open('2.0.0', second);
    const [old, now] = [versions.as('1.0.0'), versions.as('2.0.0')];
    await now(`INSERT INTO "Post" VALUES (1, 'a', 5000000000)`);
    expect(await old('SELECT likes FROM "Post"')).toEqual([{ likes: 2147483647 }]);
    await old(`UPDATE "Post" SET title = 'b', likes = 2147483647`);
    expect(await now('SELECT * FROM "Post"')).toEqual([{ id: 1, title: 'b', likes: '5000000000' }]);
    await old('UPDATE "Post" SET likes = 1');
    expect(await now('SELECT likes FROM "Post"')).toEqual([{ likes: '1' }]);
  });

  test('of numbers with a point, too', async () => {
    const one = (type: string): string => `model One {\n id Int @id\n size Float ${type}\n}`;
    await using versions = await livingVersions(one('@db.Real'));
    await versions.open('2.0.0', one(''));
    await versions.as('2.0.0')(`INSERT INTO "One" VALUES (1, 1e300), (2, -1e300), (3, 1e-300)`);
    expect(await versions.as('1.0.0')('SELECT size FROM "One" ORDER BY id')).toEqual([
      { size: 3.4028235e38 },
      { size: -3.4028235e38 },
      { size: 0 },
    ]);
  });

  test('upserts of both, and defaults of both', async () => {
    await using versions = await livingVersions(first);
    await versions.open('2.0.0', second.replace('@default(0)', '@default(7)'));
    const [old, now] = [versions.as('1.0.0'), versions.as('2.0.0')];
    const upsert = (id: number, likes: string): string =>
      `INSERT INTO "Post" (id, title, likes) VALUES (${id}, 'a', ${likes}) ON CONFLICT (id) DO UPDATE SET likes = excluded.likes + 1`;
    await old(upsert(1, 'DEFAULT'));
    await now(upsert(2, 'DEFAULT'));
    expect(await old('SELECT id, likes FROM "Post" ORDER BY id')).toEqual([
      { id: 1, likes: 0 },
      { id: 2, likes: 7 },
    ]);
    await old(upsert(2, '10'));
    await now(upsert(1, '20'));
    expect(await now('SELECT id, likes FROM "Post" ORDER BY id')).toEqual([
      { id: 1, likes: '21' },
      { id: 2, likes: '11' },
    ]);
  });
});

test('required and optional: what the other version cannot have is what the author says', async () => {
  await using versions = await livingVersions(`
    model Listing {
      id Int @id
      language String?
      url String
    }
  `);
  const old = versions.as('1.0.0');
  await old(`INSERT INTO "Listing" VALUES (1, NULL, 'a')`);
  await versions.open(
    '2.0.0',
    `
    model Listing {
      id Int @id
      /// @up coalesce({value}, 'und')
      language String
      /// @down coalesce({value}, '')
      url String?
    }
  `,
  );
  const now = versions.as('2.0.0');
  await now(`INSERT INTO "Listing" VALUES (2, 'de', NULL)`);
  await old(`INSERT INTO "Listing" VALUES (3, NULL, 'c')`);
  expect(await now('SELECT * FROM "Listing" ORDER BY id')).toEqual([
    { id: 1, language: 'und', url: 'a' },
    { id: 2, language: 'de', url: null },
    { id: 3, language: 'und', url: 'c' },
  ]);
  expect(await old('SELECT * FROM "Listing" ORDER BY id')).toEqual([
    { id: 1, language: null, url: 'a' },
    { id: 2, language: 'de', url: '' },
    { id: 3, language: null, url: 'c' },
  ]);
  await expect(now('UPDATE "Listing" SET language = NULL')).rejects.toThrow('language');
  await now(`UPDATE "Listing" SET url = NULL WHERE id = 1`);
  expect(await old('SELECT url FROM "Listing" WHERE id = 1')).toEqual([{ url: '' }]);
});

test('a list: the older version reads its first element', async () => {
  await using versions = await livingVersions(`
    model Product {
      id Int @id
      text String?
    }
  `);
  const old = versions.as('1.0.0');
  await old(`INSERT INTO "Product" VALUES (1, 'a'), (2, NULL)`);
  await versions.open(
    '2.0.0',
    `
    model Product {
      id Int @id
      text String[]
    }
  `,
  );
  const now = versions.as('2.0.0');
  await now(`INSERT INTO "Product" VALUES (3, '{b,c}'), (4, '{}')`);
  await now(`UPDATE "Product" SET text = text || '{z}' WHERE id = 1`);
  expect(await old('SELECT text FROM "Product" ORDER BY id')).toEqual([
    { text: 'a' },
    { text: null },
    { text: 'b' },
    { text: null },
  ]);
  expect(await now('SELECT text FROM "Product" ORDER BY id')).toEqual([
    { text: ['a', 'z'] },
    { text: [] },
    { text: ['b', 'c'] },
    { text: [] },
  ]);
});

test('values of an enum: another type, whose renamed values follow', async () => {
  await using versions = await livingVersions(`
    enum Status {
      PENDING @map("pending")
      DONE @map("done")
      @@map("status")
    }
    model Task {
      id Int @id
      status Status @default(PENDING)
      past Status[]
    }
  `);
  const old = versions.as('1.0.0');
  await old(`INSERT INTO "Task" VALUES (1, DEFAULT, '{pending,done}')`);
  await versions.open(
    '2.0.0',
    `
    enum Status {
      /// @renamed from: PENDING
      QUEUED @map("queued")
      DONE @map("done")
      @@map("status_2")
    }
    model Task {
      id Int @id
      status Status @default(QUEUED)
      past Status[]
    }
  `,
  );
  const now = versions.as('2.0.0');
  await now(`INSERT INTO "Task" VALUES (2, DEFAULT, '{queued}')`);
  await now(`INSERT INTO "Task" VALUES (3, 'done', '{done}')`);
  const read = `SELECT id, status::text, past::text FROM "Task" ORDER BY id`;
  expect(await old(read)).toEqual([
    { id: 1, status: 'pending', past: '{pending,done}' },
    { id: 2, status: 'pending', past: '{pending}' },
    { id: 3, status: 'done', past: '{done}' },
  ]);
  expect(await now(read)).toEqual([
    { id: 1, status: 'queued', past: '{queued,done}' },
    { id: 2, status: 'queued', past: '{queued}' },
    { id: 3, status: 'done', past: '{done}' },
  ]);
  await versions.close('1.0.0');
  expect(await now(read)).toHaveLength(3);
  expect(await versions.tables(`SELECT typname FROM pg_type WHERE typname LIKE 'status%'`)).toEqual(
    [{ typname: 'status_2' }],
  );
});

test('a unique column: each version looks rows up by its own form', async () => {
  await using versions = await livingVersions(`
    model Tag {
      id Int @id
      code Int @unique
    }
  `);
  await versions.as('1.0.0')('INSERT INTO "Tag" VALUES (1, 5)');
  await versions.open(
    '2.0.0',
    `
    model Tag {
      id Int @id
      code BigInt @unique
    }
  `,
  );
  const [old, now] = [versions.as('1.0.0'), versions.as('2.0.0')];
  await now('INSERT INTO "Tag" VALUES (9, 5) ON CONFLICT (code) DO UPDATE SET code = 6');
  await old('INSERT INTO "Tag" VALUES (9, 6) ON CONFLICT (code) DO UPDATE SET code = 7');
  expect(await now('SELECT * FROM "Tag"')).toEqual([{ id: 1, code: '7' }]);
  await versions.close('1.0.0');
  await now('INSERT INTO "Tag" VALUES (9, 7) ON CONFLICT (code) DO UPDATE SET code = 8');
  expect(await versions.tables('SELECT * FROM "Tag"')).toEqual([{ id: 1, code: '8' }]);
});

test('a moment is the same in both types, whatever zone the session has', async () => {
  await using versions = await livingVersions(`
    model Event {
      id Int @id
      at DateTime
    }
  `);
  await versions.open(
    '2.0.0',
    `
    model Event {
      id Int @id
      at DateTime @db.Timestamptz(3)
    }
  `,
  );
  const [old, now] = [versions.as('1.0.0'), versions.as('2.0.0')];
  await old(`SET TimeZone = 'America/New_York'`);
  await now(`SET TimeZone = 'America/New_York'`);
  await old(`INSERT INTO "Event" VALUES (1, '2026-01-12T01:02:11Z')`);
  await now(`INSERT INTO "Event" VALUES (2, '2026-01-12T01:02:11Z')`);
  expect(
    await now(`SELECT id, (at AT TIME ZONE 'UTC')::text AS at FROM "Event" ORDER BY id`),
  ).toEqual([
    { id: 1, at: '2026-01-12 01:02:11' },
    { id: 2, at: '2026-01-12 01:02:11' },
  ]);
  expect(await old(`SELECT id, at::text FROM "Event" ORDER BY id`)).toEqual([
    { id: 1, at: '2026-01-12 01:02:11' },
    { id: 2, at: '2026-01-12 01:02:11' },
  ]);
});

test('filled: a required column has what the author says of rows that older versions make', async () => {
  await using versions = await livingVersions(`
    model Review {
      id Int @id
      content String
      score Int
    }
  `);
  const old = versions.as('1.0.0');
  await old(`INSERT INTO "Review" VALUES (1, 'abc', 1)`);
  await versions.open(
    '2.0.0',
    `
    /// @down score: {size} * 10
    model Review {
      id Int @id
      content String
      /// @fill length({content})
      size Int
      token String @default(uuid()) @db.Uuid
    }
  `,
  );
  const now = versions.as('2.0.0');
  await old(`INSERT INTO "Review" VALUES (2, 'abcd', 2)`);
  await now(`INSERT INTO "Review" VALUES (3, 'x', 99, gen_random_uuid())`);
  expect(await now('SELECT id, size FROM "Review" WHERE token IS NOT NULL ORDER BY id')).toEqual([
    { id: 1, size: 3 },
    { id: 2, size: 4 },
    { id: 3, size: 99 },
  ]);
  expect(await old('SELECT id, score FROM "Review" ORDER BY id')).toEqual([
    { id: 1, score: 1 },
    { id: 2, score: 2 },
    { id: 3, score: 990 },
  ]);
});

test('a reference that is required now: keys of both versions hold', async () => {
  const schema = (mark: string, up: string): string => `
    model Product {
      id Int @id
      reviews Review[]
    }
    model Review {
      id Int @id
      ${up}
      productId Int${mark}
      product Product${mark} @relation(fields: [productId], references: [id], onDelete: Cascade)
    }
  `;
  await using versions = await livingVersions(schema('?', ''));
  const old = versions.as('1.0.0');
  await old('INSERT INTO "Product" VALUES (0), (1)');
  await old('INSERT INTO "Review" VALUES (1, NULL), (2, 1)');
  await versions.open('2.0.0', schema('', '/// @up coalesce({value}, 0)'));
  const now = versions.as('2.0.0');
  await now('INSERT INTO "Review" VALUES (3, 1)');
  await expect(now('INSERT INTO "Review" VALUES (4, 9)')).rejects.toThrow('fkey');
  await expect(old('INSERT INTO "Review" VALUES (4, 9)')).rejects.toThrow('fkey');
  await old('UPDATE "Product" SET id = 2 WHERE id = 1');
  expect(await now('SELECT * FROM "Review" ORDER BY id')).toEqual([
    { id: 1, productId: 0 },
    { id: 2, productId: 2 },
    { id: 3, productId: 2 },
  ]);
  await old('DELETE FROM "Product" WHERE id = 2');
  expect(await now('SELECT * FROM "Review"')).toEqual([{ id: 1, productId: 0 }]);
  expect(await old('SELECT * FROM "Review"')).toEqual([{ id: 1, productId: null }]);
});

test('another primary key: what the newer one says holds for all, and so does the older one', async () => {
  const model = (key: string): string => `
    model Rating {
      product Int
      reviewer Int
      source Int
      stars Int
      @@id([${key}])
    }
  `;
  await using versions = await livingVersions(model('product, reviewer'));
  await versions.open('2.0.0', model('product, source'));
  const [old, now] = [versions.as('1.0.0'), versions.as('2.0.0')];
  const upsert = (key: string): string =>
    `INSERT INTO "Rating" VALUES (1, 1, 1, 5) ON CONFLICT (product, ${key}) DO UPDATE SET stars = 4`;
  await old(upsert('reviewer'));
  await now(upsert('source'));
  expect(await old('SELECT stars FROM "Rating"')).toEqual([{ stars: 4 }]);
  await expect(now('INSERT INTO "Rating" VALUES (1, 1, 2, 5)')).rejects.toThrow('Rating_pkey');
  await versions.close('1.0.0');
  await now('INSERT INTO "Rating" VALUES (1, 1, 2, 5)');
  expect(await now('SELECT source FROM "Rating" ORDER BY 1')).toEqual([
    { source: 1 },
    { source: 2 },
  ]);
});

test('a primary key over a new column, which has an index of its own beside it: both are there in the end', async () => {
  await using versions = await livingVersions(`
    model Poll {
      url String @id
      title String
    }
  `);
  const second = (index: string): string => `
    /// @down url: {id}
    model Poll {
      /// @fill {title}
      id String @id
      title String
      ${index}
    }
  `;
  const [kept, gone] = [second('@@unique([id], map: "Poll_by_id")'), second('')];
  const keys = async (): Promise<readonly unknown[]> =>
    (
      await versions.tables(
        `SELECT indexname FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1`,
      )
    ).map(({ indexname }) => indexname);
  await versions.as('1.0.0')(`INSERT INTO "Poll" VALUES ('a', 'b')`);
  await versions.open('2.0.0', kept);
  expect(await keys()).toEqual(['Poll_by_id', 'Poll_pkey', 'Poll_pkey__2_0_0']);
  await versions.open('3.0.0', kept.replace('title String', 'title String @default("")'));
  await versions.close('1.0.0');
  expect(await keys()).toEqual(['Poll_by_id', 'Poll_pkey']);
  await versions.close('2.0.0');
  expect(await keys()).toEqual(['Poll_by_id', 'Poll_pkey']);
  await versions.open('4.0.0', gone);
  await versions.close('3.0.0');
  expect(await keys()).toEqual(['Poll_pkey']);
});

test('a trigger of the database assigns a column that has a twin', async () => {
  const schema = (type: string): string => `
    model Account {
      id Int @id
      credit ${type}
    }
  `;
  await using versions = await livingVersions(schema('Int'));
  await versions.tables(`CREATE FUNCTION round_up() RETURNS trigger LANGUAGE plpgsql
    AS 'BEGIN NEW.credit := NEW.credit + 9 - (NEW.credit + 9) % 10; RETURN NEW; END'`);
  await versions.tables(
    'CREATE TRIGGER round_up BEFORE INSERT OR UPDATE ON "Account" FOR EACH ROW EXECUTE FUNCTION round_up()',
  );
  const old = versions.as('1.0.0');
  await old('INSERT INTO "Account" VALUES (1, 3)');
  const structure = [
    {
      kind: 'trigger',
      name: 'public."Account".round_up',
      table: 'public."Account"',
      properties: {
        definition: 'CREATE TRIGGER round_up BEFORE INSERT OR UPDATE ON public."Account"',
      },
    },
  ];
  await versions.open('2.0.0', schema('BigInt'), { structure });
  const now = versions.as('2.0.0');
  await old('INSERT INTO "Account" VALUES (2, 11)');
  await now('INSERT INTO "Account" VALUES (3, 21)');
  await old('UPDATE "Account" SET credit = 31 WHERE id = 1');
  await now('UPDATE "Account" SET credit = credit + 31 WHERE id = 2');
  expect(await old('SELECT credit FROM "Account" ORDER BY id')).toEqual([
    { credit: 40 },
    { credit: 60 },
    { credit: 30 },
  ]);
  expect(await now('SELECT credit FROM "Account" ORDER BY id')).toEqual([
    { credit: '40' },
    { credit: '60' },
    { credit: '30' },
  ]);
});

test('a trigger of the database that looks at such a column by its name is told', () => {
  const [previous, next] = ['Int', 'BigInt'].map((type) =>
    parse(`model Account {\n  id Int @id\n  credit ${type}\n  note String\n}`),
  );
  if (previous === undefined || next === undefined) throw new Error('no schemas');
  const trigger = (event: string): StructureObject => ({
    kind: 'trigger',
    name: 'public."Account".audit',
    table: 'public."Account"',
    properties: {
      definition: `CREATE TRIGGER audit AFTER ${event} ON public."Account" FOR EACH ROW EXECUTE FUNCTION public.audit()`,
    },
  });
  const stepWith = (event: string) =>
    stepTo(adopt('v', '1.0.0', previous).layout, '2.0.0', previous, next, {
      structure: [trigger(event)],
    });
  expect(stepWith('UPDATE OF credit')).toMatchObject({
    kind: 'halted',
    findings: [{ path: 'Account.credit', reason: expect.stringContaining('trigger audit on') }],
  });
  expect(stepWith('UPDATE OF note').kind).toBe('advanced');
  expect(stepWith('UPDATE').kind).toBe('advanced');
});

test('followed: a value that is made of other columns is made anew, unless it is given', async () => {
  const schema = (content: string, size: string): string => `
    model Review {
      id Int @id
      ${content}
      ${size}
    }
  `;
  await using versions = await livingVersions(schema('content String @db.VarChar(100)', ''));
  const old = versions.as('1.0.0');
  await old(`INSERT INTO "Review" VALUES (1, 'abc'), (2, 'a')`);
  const size = '/// @follow length({content})\nsize Int';
  await versions.open('2.0.0', schema('content String @db.VarChar(100)', size));
  const now = versions.as('2.0.0');
  await old(`UPDATE "Review" SET content = 'abcde' WHERE id = 1`);
  await now(`UPDATE "Review" SET content = 'ab', size = 99 WHERE id = 2`);
  const read = 'SELECT size FROM "Review" ORDER BY id';
  expect(await now(read)).toEqual([{ size: 5 }, { size: 99 }]);
  await versions.open('3.0.0', schema('content String @db.VarChar(300)', 'size BigInt'));
  await versions.as('3.0.0')(`UPDATE "Review" SET content = 'x' WHERE id = 1`);
  await old(`UPDATE "Review" SET content = 'xyz' WHERE id = 2`);
  expect(await now(read)).toEqual([{ size: 1 }, { size: 3 }]);
  expect(await versions.as('3.0.0')(read)).toEqual([{ size: '1' }, { size: '3' }]);
  await versions.close('1.0.0');
  await now(`UPDATE "Review" SET content = 'xy' WHERE id = 1`);
  expect(await now(read)).toEqual([{ size: 1 }, { size: 3 }]);
});

test('what the database has over a column that goes is told in the contract', () => {
  const [previous, next] = ['Int', 'BigInt'].map((type) =>
    parse(`model Account {\n  id Int @id\n  credit ${type} @unique\n}`),
  );
  if (previous === undefined || next === undefined) throw new Error('no schemas');
  const structure: readonly StructureObject[] = [
    {
      kind: 'view',
      name: 'public.rich',
      properties: { definition: 'SELECT credit FROM public."Account"' },
    },
    {
      kind: 'view',
      name: 'v_2_0_0."Account"',
      properties: { definition: 'SELECT id, credit FROM public."Account"' },
    },
    {
      kind: 'constraint',
      name: 'public."Account".solvent',
      table: 'public."Account"',
      properties: { definition: 'CHECK ((credit >= 0))' },
    },
    {
      kind: 'index',
      name: 'public."Account_credit_key"',
      table: 'public."Account"',
      properties: {
        definition:
          'CREATE UNIQUE INDEX "Account_credit_key" ON public."Account" USING btree (credit)',
      },
    },
  ];
  const { layout } = decided(
    stepTo(adopt('v', '1.0.0', previous).layout, '2.0.0', previous, next, { structure }),
  );
  const { phases } = contract(layout, '1.0.0', next, { structure });
  const script = phases.find(({ name }) => name === 'columns_of_Account');
  expect(script?.notes).toHaveLength(2);
  expect(script?.up).toMatch(/TODO: have the view public.rich /);
  expect(script?.up).toMatch(/TODO: have the check solvent of /);
});
