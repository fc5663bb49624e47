import { parseSchema, type SchemaModel } from '@schema-service/schema-model';
import { expect, test } from 'vitest';
import { type Dependent, diff, draftMigrations, type MigrationDraft } from '../index.ts';

const parse = (content: string): SchemaModel => parseSchema([{ path: 'schema.prisma', content }]);

async function draft(previous: string | null, current: string): Promise<readonly MigrationDraft[]> {
  const [from, to] = [previous === null ? null : parse(previous), parse(current)];
  return draftMigrations(from, to, from === null ? [] : diff(from, to));
}

const bare = 'model A {\n  id Int @id\n}\n';

test('a change that the database does not notice needs no migration', async () => {
  expect(await draft(bare, `/// Documented.\n${bare}`)).toEqual([]);
});

test('the first release is one migration, whose down leaves nothing', async () => {
  const [first, ...others] = await draft(null, `${bare}enum E {\n  x\n}\n`);
  expect(others).toEqual([]);
  expect(first).toMatchObject({ suffix: '', rollback: 'lossy', notes: [] });
  expect(first?.up).toMatch(/^CREATE TYPE "E"[\s\S]*CREATE TABLE "A"/);
  expect(first?.down).toContain('DROP TABLE "A";\n\nDROP TYPE "E";\n');
});

test('a serial explains itself to the lint', async () => {
  const [first] = await draft(null, bare.replace('@id', '@id @default(autoincrement())'));
  expect(first?.up).toMatch(/^-- schemactl: ignore prefer-identity because .*\nCREATE TABLE "A"/);
});

test('a required field comes in three steps, with a place for its values', async () => {
  const drafts = await draft(bare, bare.replace('\n}', '\n  b String\n}'));
  expect(drafts.map(({ suffix }) => suffix)).toEqual(['', 'backfill', 'validate']);
  const [add, backfill, validate] = drafts.map(({ up }) => up);
  expect(add).toBe('ALTER TABLE "A" ADD COLUMN "b" TEXT;\n');
  expect(backfill).toContain('-- TODO: decide on a value for the rows that are there');
  expect(backfill).toContain(`\nUPDATE "A" SET "b" = '' WHERE "b" IS NULL;`);
  expect(backfill).toContain('CHECK ("b" IS NOT NULL) NOT VALID;');
  expect(validate).toMatch(/VALIDATE CONSTRAINT[\s\S]*SET NOT NULL;[\s\S]*DROP CONSTRAINT/);
  expect(drafts[0]?.down).toContain(
    '-- migrator: rollback = lossy\n--\n-- Loses what "A"."b" holds.',
  );
});

test('an index is built outside of a transaction, and dropped so', async () => {
  const [only] = await draft(bare, bare.replace('\n}', '\n\n  @@index([id])\n}'));
  expect(only?.up).toMatch(
    /^-- migrator: no-transaction\n[\s\S]*CREATE INDEX CONCURRENTLY "A_id_idx"/,
  );
  expect(only?.down).toMatch(
    /^-- migrator: no-transaction\n[\s\S]*DROP INDEX CONCURRENTLY "A_id_idx"/,
  );
});

test('a view is a place to write in, and a note', async () => {
  const view = 'view V {\n  id Int @unique\n  n  String? @map("name")\n}\n';
  const [added] = await draft(bare, bare + view);
  expect(added?.up).toBe('-- TODO: create the view "V" with the columns id, name.\n');
  expect(added?.down).toContain('-- TODO: drop the view "V".');
  expect(added?.notes).toEqual(['Write the SQL of the view "V" where both files say TODO.']);
  const [changed] = await draft(bare + view, bare + view.replace('String?', 'Int?'));
  expect(changed?.up).toContain('-- TODO: drop the view "V".\n-- TODO: create the view "V"');
});

test('what an annotation says is renamed keeps its data', async () => {
  const [only] = await draft(
    'model A {\n  id Int @id\n  b  Int @unique\n}',
    'model A {\n  id Int @id\n  /// @renamed from: b\n  c  Int @unique\n}',
  );
  expect(only?.up).toBe(
    'ALTER TABLE "A" RENAME COLUMN "b" TO "c";\n\nALTER INDEX "A_b_key" RENAME TO "A_c_key";\n',
  );
  expect(only).toMatchObject({ rollback: 'instant', notes: [] });
});

test('the same change is drafted in the same words', async () => {
  const other = bare.replace(
    '\n}',
    '\n  b String\n  e E\n\n  @@index([b, e])\n}\nenum E {\n  x\n}',
  );
  expect(await draft(bare, other)).toEqual(await draft(bare, other));
});

test('what no row can have is a place to write in', async () => {
  const [, backfill] = await draft(
    bare,
    `${bare.replace('\n}', '\n  b Int\n  c C @relation(fields: [b], references: [id])\n}')}model C {\n  id Int @id\n  as A[]\n}\n`,
  );
  expect(backfill?.up).toContain('-- UPDATE "A" SET "b" = ... WHERE "b" IS NULL;');
});

test('values that go, or do not fit, are replaced before, until a person has decided', async () => {
  const before = `model A {\n  id Int @id\n  e E @default(y)\n  l E[]\n  t String\n}\nenum E {\n  x\n  y\n  z\n}\n`;
  const after = before.replace('  z\n', '').replace('t String', 't String @db.VarChar(9)');
  const [data, main] = await draft(before, after);
  expect(data?.up).toContain(`UPDATE "A" SET "e" = 'y' WHERE "e" IN ('z');`);
  expect(data?.up).toContain(
    `UPDATE "A" SET "l" = array_replace("l", 'z', 'x') WHERE 'z' = ANY ("l");`,
  );
  expect(data?.up).toContain('UPDATE "A" SET "t" = left("t", 9) WHERE char_length("t") > 9;');
  expect(data?.rollback).toBe('lossy');
  expect(main?.down).not.toContain('TODO');
});

test('what compares a column with values of its enum is made anew with it', async () => {
  const before = `model A {\n  id Int @id\n  e E\n}\nenum E {\n  x\n  y\n}\n`;
  const [from, to] = [parse(before), parse(before.replace('  y\n', ''))];
  const index =
    'CREATE UNIQUE INDEX a_x ON public."A" USING btree (id) WHERE (e = \'x\'::public."E")';
  const table = 'public."A"';
  const dependents: readonly Dependent[] = [
    { kind: 'index', name: 'public.a_x', table, definition: index },
    { kind: 'constraint', name: 'a_check', table, definition: 'CHECK (e = \'x\'::"E")' },
    { kind: 'index', name: 'public.other', table, definition: `${index.replace('"E"', '"E2"')}` },
  ];
  const removed = await draftMigrations(from, to, diff(from, to), { dependents });
  const added = await draftMigrations(to, from, diff(to, from), { dependents });
  for (const script of [removed.at(-1)?.up, added.at(-1)?.down]) {
    expect(script).toMatch(
      /DROP INDEX public.a_x;[\s\S]*DROP CONSTRAINT a_check;[\s\S]*CREATE TYPE/,
    );
    expect(script).toMatch(
      /DROP TYPE[\s\S]*CREATE UNIQUE INDEX a_x [\s\S]*ADD CONSTRAINT a_check CHECK/,
    );
    expect(script).not.toContain('public.other');
  }
});
