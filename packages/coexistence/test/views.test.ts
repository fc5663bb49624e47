import { expect, test } from 'vitest';
import { contract } from '../src/index.ts';
import { livingVersions, parse } from './living-versions.ts';
import { undoPhases } from './run-phases.ts';

test('renamed: the older version keeps its names, and both write to one row', async () => {
  await using versions = await livingVersions(`
    model Reviewer {
      id Int @id
      name String
      reviews Review[]
      @@map("reviewers")
    }
    model Review {
      id Int @id
      body String
      reviewerId Int @map("reviewer_id")
      reviewer Reviewer @relation(fields: [reviewerId], references: [id])
      @@map("reviews")
    }
  `);
  const old = versions.as('1.0.0');
  await old(`INSERT INTO reviewers VALUES (1, 'Ada')`);
  await versions.open(
    '2.0.0',
    `
    /// @renamed from: Reviewer
    model Author {
      id Int @id
      name String
      reviews Review[]
      @@map("authors")
    }
    model Review {
      id Int @id
      /// @renamed from: body
      content String
      /// @renamed from: reviewerId
      authorId Int @map("author_id")
      /// @renamed from: reviewer
      author Author @relation(fields: [authorId], references: [id])
      @@map("reviews")
    }
  `,
  );
  const now = versions.as('2.0.0');
  await now(`INSERT INTO reviews (id, content, author_id) VALUES (1, 'good', 1)`);
  await old(
    `INSERT INTO reviews (id, body, reviewer_id) VALUES (1, 'better', 1) ON CONFLICT (id) DO UPDATE SET body = excluded.body`,
  );
  expect(
    await now('SELECT content, author_id FROM reviews JOIN authors ON authors.id = author_id'),
  ).toEqual([{ content: 'better', author_id: 1 }]);
  expect(
    await old('SELECT body, name FROM reviews JOIN reviewers ON reviewers.id = reviewer_id'),
  ).toEqual([{ body: 'better', name: 'Ada' }]);
});

test('added and removed: each version sees its own columns, and rows of the other have their defaults', async () => {
  await using versions = await livingVersions(`
    model Review {
      id Int @id
      raw String?
      rating Int @default(3)
    }
  `);
  await versions.open(
    '2.0.0',
    `
    model Review {
      id Int @id
      note String?
      tags String[]
      stars Int @default(5)
    }
  `,
  );
  const [old, now] = [versions.as('1.0.0'), versions.as('2.0.0')];
  await old(`INSERT INTO "Review" (id, raw) VALUES (1, 'x')`);
  await now(`INSERT INTO "Review" (id, note) VALUES (2, 'y')`);
  expect(await old('SELECT * FROM "Review" ORDER BY id')).toEqual([
    { id: 1, raw: 'x', rating: 3 },
    { id: 2, raw: null, rating: 3 },
  ]);
  expect(await now('SELECT * FROM "Review" ORDER BY id')).toEqual([
    { id: 1, note: null, tags: null, stars: 5 },
    { id: 2, note: 'y', tags: null, stars: 5 },
  ]);
});

test('defaults: every version has its own, also none', async () => {
  await using versions = await livingVersions(`
    model Source {
      id Int @id @default(autoincrement())
      scale Int @default(5)
      kind String? @default("web")
      note String?
    }
  `);
  await versions.open(
    '2.0.0',
    `
    model Source {
      id Int @id @default(autoincrement())
      scale Int @default(10)
      kind String?
      note String? @default("new")
    }
  `,
  );
  const insert = 'INSERT INTO "Source" DEFAULT VALUES RETURNING *';
  expect(await versions.as('1.0.0')(insert)).toEqual([
    { id: 1, scale: 5, kind: 'web', note: null },
  ]);
  expect(await versions.as('2.0.0')(insert)).toEqual([
    { id: 2, scale: 10, kind: null, note: 'new' },
  ]);
});

test('a table, a relation and an enum that only the newer version knows', async () => {
  await using versions = await livingVersions(`
    model Product {
      id Int @id
    }
  `);
  await versions.as('1.0.0')('INSERT INTO "Product" VALUES (1)');
  await versions.open(
    '2.0.0',
    `
    enum Kind {
      A
      B
    }
    model Product {
      id Int @id
      brandId Int?
      brand Brand? @relation(fields: [brandId], references: [id])
      kind Kind @default(A)
      categories Category[]
    }
    model Brand {
      id Int @id
      products Product[]
    }
    model Category {
      id Int @id
      products Product[]
    }
  `,
  );
  const [old, now] = [versions.as('1.0.0'), versions.as('2.0.0')];
  await now('INSERT INTO "Brand" VALUES (7)');
  await now('INSERT INTO "Category" VALUES (9)');
  await now('UPDATE "Product" SET "brandId" = 7');
  await now('INSERT INTO "_CategoryToProduct" ("A", "B") VALUES (9, 1) ON CONFLICT DO NOTHING');
  await old('INSERT INTO "Product" VALUES (2)');
  expect(await now('SELECT * FROM "Product" ORDER BY id')).toEqual([
    { id: 1, brandId: 7, kind: 'A' },
    { id: 2, brandId: null, kind: 'A' },
  ]);
  await expect(now('UPDATE "Product" SET "brandId" = 8')).rejects.toThrow('Product_brandId_fkey');
  await old('DELETE FROM "Product" WHERE id = 1');
  expect(await now('SELECT * FROM "_CategoryToProduct"')).toEqual([]);
});

test('a removed table stays for those who know it, and goes with the last of them', async () => {
  await using versions = await livingVersions(`
    model Log {
      id Int @id
      kind Kind
    }
    model Item {
      id Int @id
    }
    enum Kind {
      A
    }
  `);
  await versions.open(
    '2.0.0',
    `
    model Item {
      id Int @id
    }
  `,
  );
  await versions.as('1.0.0')(`INSERT INTO "Log" VALUES (1, 'A')`);
  await versions.close('1.0.0');
  expect(
    await versions.tables(
      `SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema IN ('public', 'v_1_0_0', 'v_2_0_0') ORDER BY 1`,
    ),
  ).toEqual([
    { table_schema: 'public', table_name: 'Item' },
    { table_schema: 'v_2_0_0', table_name: 'Item' },
  ]);
  expect(await versions.tables(`SELECT 1 FROM pg_type WHERE typname = 'Kind'`)).toEqual([]);
});

test('keys by names that a removed table has, or one that no longer has the index: theirs once that is gone', async () => {
  await using versions = await livingVersions(`
    model Draft {
      id Int @id(map: "text_key")
      slug String @unique(map: "text_slug")
      at Int
      @@index([at], map: "text_at")
    }
    model Person {
      id Int @id
      age Int
      @@index([age], map: "person_number")
    }
    model Pet {
      id Int @id
      age Int
    }
  `);
  await versions.open(
    '2.0.0',
    `
    model Text {
      id String @id(map: "text_key")
      path String @unique(map: "text_slug")
      made Int
      @@index([made], map: "text_at")
    }
    model Person {
      id Int @id
      age Int
    }
    model Pet {
      id Int @id
      age Int
      @@index([age], map: "person_number")
    }
  `,
  );
  const keys = (): Promise<readonly unknown[]> =>
    versions
      .tables(
        `SELECT tablename || '.' || indexname AS key FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1`,
      )
      .then((rows) => rows.map(({ key }) => key));
  expect(await keys()).toEqual([
    ...['Draft.text_at', 'Draft.text_key', 'Draft.text_slug'],
    ...['Person.Person_pkey', 'Person.person_number', 'Pet.Pet_pkey', 'Pet.person_number__2_0_0'],
    ...['Text.text_at__2_0_0', 'Text.text_key__2_0_0', 'Text.text_slug__2_0_0'],
  ]);
  await versions.close('1.0.0');
  expect(await keys()).toEqual([
    ...['Person.Person_pkey', 'Pet.Pet_pkey', 'Pet.person_number'],
    ...['Text.text_at', 'Text.text_key', 'Text.text_slug'],
  ]);
});

test('a view with another query: the older version keeps the one it knows', async () => {
  const schema = (columns: string, score = 'Int'): string => `
    model Review {
      id Int @id
      score ${score}
    }
    view Summary {
      id Int @unique
      ${columns}
    }
  `;
  const first = 'SELECT 1 AS id, sum(score)::int AS total FROM "Review"';
  await using versions = await livingVersions(schema('total Int'), [
    `CREATE VIEW "Summary" AS ${first}`,
  ]);
  const old = versions.as('1.0.0');
  await old('INSERT INTO "Review" VALUES (1, 3), (2, 4)');
  const structure = [
    { kind: 'view', name: 'public."Summary"', properties: { definition: first } },
  ] as const;
  const query = 'SELECT 1 AS id, sum(score__2_0_0) AS total, count(*)::int AS n FROM "Review"';
  await versions.open('2.0.0', schema('total BigInt\nn Int', 'BigInt'), { structure, query });
  const now = versions.as('2.0.0');
  await now('INSERT INTO "Review" VALUES (3, 5)');
  expect(await old('SELECT * FROM "Summary"')).toEqual([{ id: 1, total: 12 }]);
  expect(await now('SELECT * FROM "Summary"')).toEqual([{ id: 1, total: '12', n: 3 }]);
  // Beside the next version its text has the names that the tables will have: it looks at nothing that goes with 1.0.0.
  const newest = parse(schema('total BigInt\nn Int', 'BigInt'));
  const recorded = 'SELECT 1 AS id, sum(score) AS total, count(*)::int AS n FROM public."Review"';
  const end = contract(versions.layout(), '1.0.0', newest, {
    structure: [{ ...structure[0], properties: { definition: recorded } }],
  });
  expect(end.phases.flatMap(({ notes }) => notes)).toEqual([]);
  const phases = await versions.close('1.0.0');
  expect(
    await versions.tables(`SELECT viewname FROM pg_views WHERE schemaname = 'public'`),
  ).toEqual([{ viewname: 'Summary' }]);
  expect(await now('SELECT * FROM "Summary"')).toEqual([{ id: 1, total: '12', n: 3 }]);
  await undoPhases(versions.client, phases);
  expect(await old('SELECT * FROM "Summary"')).toEqual([{ id: 1, total: 12 }]);
});

test('a number that a sequence counts from now on: the older version gives it, or its own default', async () => {
  const review = (number: string, rank: string): string => `
    model Review {
      id Int @id ${number}
      body String
      rank Int @default(${rank})
    }
  `;
  await using versions = await livingVersions(review('', '7'));
  const [old, now] = [versions.as('1.0.0'), versions.as('2.0.0')];
  await old(`INSERT INTO "Review" (id, body) VALUES (5, 'a')`);
  const phases = await versions.open(
    '2.0.0',
    review('@default(autoincrement())', 'autoincrement()'),
  );
  await now(`INSERT INTO "Review" (body) VALUES ('b')`);
  await old(`INSERT INTO "Review" (id, body) VALUES (9, 'c')`);
  const rows = [
    { id: 5, rank: 7 },
    { id: 6, rank: 8 },
    { id: 9, rank: 7 },
  ];
  expect(await old('SELECT id, rank FROM "Review" ORDER BY id')).toEqual(rows);
  expect(await now('SELECT id, rank FROM "Review" ORDER BY id')).toEqual(rows);
  await undoPhases(versions.client, phases);
  await old(`INSERT INTO "Review" (id, body) VALUES (10, 'd')`);
  expect(await versions.tables('SELECT id, rank FROM "Review" WHERE id = 10')).toEqual([
    { id: 10, rank: 7 },
  ]);
});
