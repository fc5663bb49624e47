import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import { formatDifference } from '@schema-service/migrator';
import { loadSchemaSources, parseSchema, schemaSql } from '@schema-service/schema-model';
import { describe, expect, test } from 'vitest';
import { compareWithSchema } from '../src/index.ts';
import { viewsAsTables } from '../src/structure/comparable-model.ts';
import { withClient } from '../src/with-client.ts';
import { rehearsalDatabases } from './server.ts';

const fixtures = join(import.meta.dirname, '..', '..', 'schema-model', 'fixtures');

/** What is found when a schema is compared with a database that these statements made. */
async function compare(schema: string, statements: readonly string[]): Promise<readonly string[]> {
  await using database = await createTestDatabase();
  await withClient(database.connectionString, async (client) => {
    for (const statement of statements) await client.query(statement);
  });
  const model = parseSchema([{ path: 'schema.prisma', content: schema }]);
  return (await compareWithSchema(database.connectionString, model)).map(formatDifference);
}

const schemaOf = (models: string): string =>
  `datasource db {\n  provider = "postgresql"\n}\n\n${models}`;

describe('a database made from a schema is what the schema says:', () => {
  // The scalars have a column of an extension that the local server does not carry.
  const names = readdirSync(fixtures).filter((name) => !['mistakes', 'scalars'].includes(name));
  test.each(names)('%s', async (name) => {
    const model = parseSchema(await loadSchemaSources(join(fixtures, name)));
    await using database = await createTestDatabase();
    const statements = await schemaSql(null, viewsAsTables(model));
    await withClient(database.connectionString, async (client) => {
      await client.query('CREATE EXTENSION pg_trgm');
      for (const statement of statements) await client.query(statement);
    });
    const differences = await compareWithSchema(database.connectionString, model);
    expect(differences.map(formatDifference)).toEqual([]);
  });
});

const review = `model Review {
  id    Int      @id @default(autoincrement())
  title String
  tags  String[]
  at    DateTime @default(now()) @db.Timestamptz(3)
  key   String   @unique @default(uuid())
}
`;
const reviewTable = `CREATE TABLE "Review" (
  id integer GENERATED ALWAYS AS IDENTITY, title text NOT NULL, tags text[] NOT NULL,
  at timestamptz(3) NOT NULL DEFAULT now(), key text NOT NULL DEFAULT gen_random_uuid()::text,
  CONSTRAINT "Review_pkey" PRIMARY KEY (id), CONSTRAINT "Review_key_key" UNIQUE (key))`;

test('other words for the same, and what no schema can say, are no difference', async () => {
  const extras = [
    reviewTable,
    'ALTER TABLE "Review" ADD CHECK (length(title) > 0)',
    'CREATE INDEX part ON "Review" (title) WHERE title <> $$$$',
    'CREATE INDEX expression ON "Review" (lower(title))',
    'CREATE UNIQUE INDEX carrying ON "Review" (title) INCLUDE (at)',
    'CREATE VIEW other AS SELECT 1 AS one',
    'CREATE MATERIALIZED VIEW more AS SELECT title FROM "Review"',
    'CREATE UNIQUE INDEX on_view ON more (title)',
    'CREATE SEQUENCE numbers',
    'CREATE DOMAIN word AS text',
    'ALTER TABLE "Review" ENABLE ROW LEVEL SECURITY',
    'CREATE POLICY all_of_it ON "Review" USING (true)',
    'CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$',
    'CREATE TRIGGER t BEFORE INSERT ON "Review" FOR EACH ROW EXECUTE FUNCTION nothing()',
    'CREATE SCHEMA elsewhere',
    'CREATE TABLE elsewhere.theirs (id integer)',
  ];
  expect(await compare(schemaOf(review), extras)).toEqual([]);
});

test('views are compared by their columns', async () => {
  const view = `view Titles {
  id    Int    @unique
  title String
  stars Int?
}
`;
  const made = (query: string) => compare(schemaOf(review + view), [reviewTable, query]);
  expect(await made('CREATE VIEW "Titles" AS SELECT id, title, 5 AS stars FROM "Review"')).toEqual(
    [],
  );
  expect(
    await made('CREATE MATERIALIZED VIEW "Titles" AS SELECT id, title, 5 AS stars FROM "Review"'),
  ).toEqual([]);
  expect(await made('CREATE VIEW "Titles" AS SELECT id, title::varchar(9) FROM "Review"')).toEqual([
    'column public."Titles".stars: expected (integer), is missing',
    'column public."Titles".title: type expected text, is character varying(9)',
  ]);
  expect(await made('SELECT 1')).toEqual(['table public."Titles": expected, is missing']);
});

test('a default that calls a function of the migrations', async () => {
  const model = review.replace('title String', 'title String @default(dbgenerated("made()"))');
  const made = `CREATE FUNCTION made() RETURNS text LANGUAGE sql AS $$SELECT 'x'$$`;
  const table = reviewTable.replace('title text NOT NULL', 'title text NOT NULL DEFAULT made()');
  expect(await compare(schemaOf(model), [made, table])).toEqual([]);
  expect(await compare(schemaOf(model), [made, reviewTable])).toEqual([
    'column public."Review".title: default expected public.made(), is none',
  ]);
});

test.each([
  ['postgresql://nobody@127.0.0.1:1/none', 'DATABASE_UNREACHABLE'],
  ['not a url', 'DATABASE_'],
])('a server that cannot be used is told as such: %s', async (serverUrl, code) => {
  await using database = await createTestDatabase();
  const model = parseSchema([{ path: 'schema.prisma', content: schemaOf(review) }]);
  await expect(
    compareWithSchema(database.connectionString, model, { serverUrl }),
  ).rejects.toMatchObject({ code: expect.stringContaining(code) });
});

test('a user without the right to create databases is told how to get it', async () => {
  await using database = await createTestDatabase();
  const user = `reader_${database.name}`;
  const url = new URL(database.connectionString);
  url.username = user;
  const model = parseSchema([{ path: 'schema.prisma', content: schemaOf(review) }]);
  await withClient(database.connectionString, (client) =>
    client.query(`CREATE ROLE ${user} LOGIN PASSWORD 'postgres'`),
  );
  try {
    await expect(
      compareWithSchema(database.connectionString, model, { serverUrl: url.href }),
    ).rejects.toMatchObject({
      code: 'DATABASE_PERMISSION_DENIED',
      fix: expect.stringContaining('CREATEDB'),
    });
  } finally {
    await withClient(database.connectionString, (client) => client.query(`DROP ROLE ${user}`));
  }
  expect(await rehearsalDatabases()).toEqual([]);
});

test('what means the same is no difference', async () => {
  const long = 'aVeryLongNameOfAColumnThatTakesManyBytesOfTheSixtyThree';
  const schema = schemaOf(`enum Mood {
  a
  b
  c
}

model Review {
  id Int @id
  mood Mood
  tags String[] @default([])
  words String[] @default(["x", "y"])
  code String @default("n") @db.VarChar(3)
  ${long} Int
  others Review[] @relation("others")
  of Review[] @relation("others")
  moods Event[]

  @@unique([${long}, mood])
}

model Event {
  id Int @id
  reviewId Int
  review Review @relation(fields: reviewId, references: id)

  @@index([reviewId])
}
`);
  const made = [
    `CREATE TYPE "Mood" AS ENUM ('b', 'c', 'a')`,
    `CREATE TABLE "Review" (
      id integer CONSTRAINT review_key PRIMARY KEY, mood "Mood" NOT NULL, tags text[] DEFAULT '{}',
      words text[] DEFAULT '{x,y}', code varchar(3) NOT NULL DEFAULT ('n'::varchar(3)), "${long}" integer NOT NULL)`,
    `CREATE UNIQUE INDEX "Review_${long}_" ON "Review" ("${long}", mood)`,
    'CREATE TABLE "_others" ("A" integer NOT NULL, "B" integer NOT NULL)',
    'CREATE UNIQUE INDEX "_others_AB_unique" ON "_others" ("A", "B")',
    'CREATE INDEX "_others_B_index" ON "_others" ("B")',
    ...['A', 'B'].map(
      (side) =>
        `ALTER TABLE "_others" ADD CONSTRAINT "_others_${side}_fkey" FOREIGN KEY ("${side}") REFERENCES "Review" (id) ON UPDATE CASCADE ON DELETE CASCADE`,
    ),
    `CREATE TABLE "Event" (id integer NOT NULL, "reviewId" integer NOT NULL,
      CONSTRAINT "Event_pkey" PRIMARY KEY (id)) PARTITION BY RANGE (id)`,
    'CREATE TABLE "Event_1" PARTITION OF "Event" FOR VALUES FROM (1) TO (9)',
    'CREATE INDEX "Event_reviewId_idx" ON "Event" ("reviewId")',
    'ALTER TABLE "Event" ADD CONSTRAINT other_name FOREIGN KEY ("reviewId") REFERENCES "Review" (id) ON UPDATE CASCADE ON DELETE RESTRICT',
  ];
  expect(await compare(schema, made)).toEqual([]);
  const other = made.map((sql) => sql.replace("'{x,y}'", "'{x,z}'"));
  expect(await compare(schema, other)).toEqual([
    `column public."Review".words: default expected ARRAY['x'::text, 'y'::text], is '{x,z}'::text[]`,
  ]);
});
