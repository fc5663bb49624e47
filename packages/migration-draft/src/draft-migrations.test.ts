import { diff } from '@schema-service/schema-diff';
import { emptySchema } from '@schema-service/schema-model';
import { describe, expect, test } from 'vitest';
import { parse } from '../test/parts.ts';
import { draftMigrations } from './draft-migrations.ts';
import type { MigrationDraft } from './migration-draft.ts';
import type { Structure } from './structure/structure.ts';

function draft(
  previous: string | null,
  current: string,
  structure: Structure = [],
): readonly MigrationDraft[] {
  const [from, to] = [previous === null ? emptySchema : parse(previous), parse(current)];
  return draftMigrations(from, to, diff(from, to), { structure });
}

/** The statements of a script, without what is said about them. */
const statements = (script: string | undefined): readonly string[] =>
  (script ?? '')
    .split('\n\n')
    .map((block) => block.replace(/^--.*\n?/gm, '').trim())
    .filter((block) => block !== '');

const ups = (drafts: readonly MigrationDraft[]) => drafts.map(({ up }) => statements(up));
const downs = (drafts: readonly MigrationDraft[]) => drafts.map(({ down }) => statements(down));

const bare = 'model A {\n  id Int @id\n}\n';

describe('a change', () => {
  test('that the database does not notice needs no migration', () => {
    expect(draft(bare, `/// Documented.\n${bare}`)).toEqual([]);
  });

  test('is drafted in the same words every time', () => {
    const other = bare.replace(
      '\n}',
      '\n  b String\n  e E\n\n  @@index([b, e])\n}\nenum E {\n  x\n}',
    );
    expect(draft(bare, other)).toEqual(draft(bare, other));
  });

  test('begins with the first release, whose down leaves nothing', () => {
    const [first, ...others] = draft(null, `${bare}enum E {\n  x\n}\n`);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ suffix: '', rollback: 'lossy', notes: [] });
    expect(first?.up).toBe(
      'CREATE TYPE "E" AS ENUM (\'x\');\n\nCREATE TABLE "A" (\n    "id" INTEGER NOT NULL,\n\n    CONSTRAINT "A_pkey" PRIMARY KEY ("id")\n);\n',
    );
    expect(statements(first?.down)).toEqual(['DROP TABLE "A";', 'DROP TYPE "E";']);
  });

  test('a serial explains itself to the lint', () => {
    const [first] = draft(null, bare.replace('@id', '@id @default(autoincrement())'));
    expect(first?.up).toMatch(/^-- schemactl: ignore prefer-identity because .*\nCREATE TABLE "A"/);
  });

  test('that an annotation says is a rename keeps the data', () => {
    const [only] = draft(
      'model A {\n  id Int @id\n  b  Int @unique\n}',
      'model A {\n  id Int @id\n  /// @renamed from: b\n  c  Int @unique\n}',
    );
    expect(only?.up).toBe(
      'ALTER TABLE "A" RENAME COLUMN "b" TO "c";\n\nALTER INDEX "A_b_key" RENAME TO "A_c_key";\n',
    );
    expect(only).toMatchObject({ rollback: 'instant', notes: [] });
  });
});

describe('a place for a person to write', () => {
  test('is there where no value is known', () => {
    const drafts = draft(bare, bare.replace('\n}', '\n  b Unsupported("point")\n}'));
    const fill = drafts.find(({ suffix }) => suffix === 'fill');
    expect(fill?.up).toBe(
      '-- migrator: lock-timeout = 400ms\n\n-- TODO: decide on a value for the rows that are there: "A"."b" is new and has no default.\n-- UPDATE "A" SET "b" = ... WHERE "b" IS NULL;\n',
    );
    expect(fill?.notes).toEqual([
      'Write a value for the rows that are there: "A"."b" is new and has no default, where the migration says TODO; without it the migration fails on such rows.',
    ]);
    expect(drafts.map(({ suffix }) => suffix)).toEqual(['', 'fill', 'constrain', 'validate']);
  });

  test('has a value that lets the migration be tried', () => {
    const fill = draft(bare, bare.replace('\n}', '\n  b String\n}')).find(
      ({ suffix }) => suffix === 'fill',
    );
    expect(fill?.up).toBe(
      '-- migrator: batches = "A" by "id"\n-- migrator: lock-timeout = 400ms\n\n-- TODO: decide on a value for the rows that are there: "A"."b" is new and has no default.\n-- What stands here only lets the migration be tried.\nUPDATE "A" SET "b" = \'\' WHERE "A"."id" >= {from} AND "A"."id" <= {to} AND "A"."b" IS NULL;\n',
    );
  });
});

describe('extensions', () => {
  const source = (extensions: string): string =>
    `generator c {\n  provider = "prisma-client"\n  previewFeatures = ["postgresqlExtensions"]\n}\ndatasource db {\n  provider = "postgresql"\n  extensions = [${extensions}]\n}\n${bare}`;

  test('are made where they are to be, in the version that is asked for', () => {
    const [only, ...others] = draft(
      source('citext'),
      source(
        'citext, hstore(schema: "ext", version: "1.8"), pg_trgm(version: "1.6"), ossp(map: "uuid-ossp")',
      ),
    );
    expect(others).toEqual([]);
    expect(statements(only?.up)).toEqual([
      `CREATE EXTENSION IF NOT EXISTS "hstore" WITH SCHEMA "ext" VERSION '1.8';`,
      `CREATE EXTENSION IF NOT EXISTS "uuid-ossp";`,
      `CREATE EXTENSION IF NOT EXISTS "pg_trgm" WITH VERSION '1.6';`,
    ]);
    expect(statements(only?.down)).toEqual([]);
  });

  test('stay when they are no longer named', () => {
    expect(ups(draft(source('citext'), source(''))).flat()).toEqual([]);
  });
});

describe('sequences', () => {
  const model = (field: string): string => `model A {\n  id Int @id\n${field}  @@map("it's")\n}\n`;

  test('names with quotes are quoted in texts', () => {
    const drafts = draft(model(''), model('  n BigInt @default(autoincrement())\n'));
    expect(ups(drafts)[0]).toEqual([
      `ALTER TABLE "it's" ADD COLUMN "n" BIGINT;`,
      `CREATE SEQUENCE "it's_n_seq" AS BIGINT;`,
      `ALTER SEQUENCE "it's_n_seq" OWNED BY "it's"."n";`,
      `ALTER TABLE "it's" ALTER COLUMN "n" SET DEFAULT nextval('"it''s_n_seq"'::regclass);`,
    ]);
  });

  test('go on behind the numbers that are there', () => {
    const drafts = draft(model('  n Int\n'), model('  n Int @default(autoincrement())\n'));
    expect(ups(drafts)).toEqual([
      [
        `CREATE SEQUENCE "it's_n_seq" AS INTEGER;`,
        `ALTER SEQUENCE "it's_n_seq" OWNED BY "it's"."n";`,
        `ALTER TABLE "it's" ALTER COLUMN "n" SET DEFAULT nextval('"it''s_n_seq"'::regclass);`,
        `SELECT setval('"it''s_n_seq"', greatest(coalesce(max("n"), 1), 1), coalesce(max("n") > 0, false)) FROM "it's";`,
      ],
    ]);
    expect(downs(drafts)).toEqual([
      [
        `ALTER TABLE "it's" ALTER COLUMN "n" DROP DEFAULT;`,
        `DROP SEQUENCE IF EXISTS "it's_n_seq";`,
      ],
    ]);
  });
});

describe('views', () => {
  test('are in no schema of PostgreSQL that has to be made', () => {
    const drafts = draft(bare, `${bare}view V {\n  id Int @unique\n}\n`);
    expect(drafts.map(({ up }) => up)).toEqual([
      '-- TODO: create the view "V" with the columns id.\n',
    ]);
  });

  const source = 'datasource db {\n  provider = "postgresql"\n  schemas = ["public", "shop"]\n}\n';
  const table = 'model A {\n  id Int @id\n  @@schema("public")\n}\n';
  const view = (lines: string, namespace = 'public'): string =>
    `view V {\n  id Int @unique\n${lines}  @@schema("${namespace}")\n}\n`;
  const schema = (...blocks: readonly string[]): string => [source, table, ...blocks].join('');
  const known: Structure = [
    { kind: 'view', name: 'public."V"', properties: { definition: 'SELECT id FROM public."A"' } },
  ];
  const written = ['Write the SQL of the view "V" where both files say TODO.'];

  test('a new one is for a person to write', () => {
    expect(draft(schema(), schema(view('  n String? @map("name")\n')))).toEqual([
      {
        kind: 'migrationDraft',
        suffix: '',
        up: '-- TODO: create the view "V" with the columns id, name.\n',
        down: '-- migrator: rollback = instant\n--\n-- There is nothing to undo.\n\n-- TODO: drop the view "V".\n',
        rollback: 'instant',
        notes: written,
      },
    ]);
  });

  test('one that goes comes back as the last release knows it', () => {
    expect(draft(schema(view('')), schema(), known)).toEqual([
      {
        kind: 'migrationDraft',
        suffix: '',
        up: 'DROP VIEW public."V";\n',
        down: '-- migrator: rollback = instant\n\nCREATE VIEW public."V" AS\nSELECT id FROM public."A";\n',
        rollback: 'instant',
        notes: [],
      },
    ]);
    const [unknown] = draft(schema(view('')), schema());
    expect(unknown?.up).toBe('-- TODO: drop the view "V".\n');
    expect(unknown?.down).toContain('-- TODO: create the view "V" with the columns id.\n');
    expect(unknown?.notes).toEqual(written);
  });

  test('one with other columns, or of other types, is dropped and written anew', () => {
    for (const [before, after] of [
      ['', '  n Int?\n'],
      ['  n Int?\n', '  n String?\n'],
      ['  n Int?\n', '  n Int\n'],
      ['  n String?\n', '  n String? @db.VarChar(9)\n'],
      ['  n Unsupported("point")?\n', '  n Unsupported("box")?\n'],
    ] as const) {
      const [only] = draft(schema(view(before)), schema(view(after)), known);
      expect(only?.up).toBe(
        `DROP VIEW public."V";\n\n-- TODO: create the view "V" with the columns id, n.\n`,
      );
      expect(only?.notes).toEqual(written);
    }
  });

  test('one that only gets other names keeps its query', () => {
    const before = schema(view('  n Int? @map("old")\n  @@map("was")\n'));
    const after = schema(view('  n Int? @map("new")\n  @@map("is")\n', 'shop'));
    const drafts = draft(before, after);
    expect(ups(drafts)).toEqual([
      ['CREATE SCHEMA IF NOT EXISTS "shop";'],
      [
        'ALTER TABLE "was" RENAME TO "is";',
        'ALTER TABLE "is" SET SCHEMA "shop";',
        'ALTER TABLE "shop"."is" RENAME COLUMN "old" TO "new";',
      ],
    ]);
    expect(downs(drafts)).toEqual([
      [],
      [
        'ALTER TABLE "shop"."is" RENAME COLUMN "new" TO "old";',
        'ALTER TABLE "shop"."is" SET SCHEMA "public";',
        'ALTER TABLE "is" RENAME TO "was";',
      ],
    ]);
    expect(draft(before, before)).toEqual([]);
  });

  test('a rename that is told of is one, and names are quoted', () => {
    const before = schema(
      'view V {\n  id Int @unique\n  @@map("a\\"b")\n  @@schema("public")\n}\n',
    );
    const after = schema(
      '/// @renamed from: V\nview W {\n  id Int @unique\n  @@map("c\\"d")\n  @@schema("public")\n}\n',
    );
    expect(ups(draft(before, after))).toEqual([['ALTER TABLE "a""b" RENAME TO "c""d";']]);
  });

  test('one that follows a column of another type keeps its query', () => {
    const models = (type: string): string =>
      `model A {\n  id Int @id\n  n ${type}\n  @@schema("public")\n}\nview V {\n  id Int @unique\n  n ${type}\n  @@schema("public")\n}\n`;
    const structure: Structure = [
      {
        kind: 'view',
        name: 'public."V"',
        properties: { definition: 'SELECT id, n FROM public."A"' },
      },
    ];
    const drafts = draft(source + models('Int'), source + models('BigInt'), structure);
    expect(ups(drafts)).toEqual([
      [
        'DROP VIEW public."V";',
        'ALTER TABLE "A" ALTER COLUMN "n" TYPE BIGINT;',
        'CREATE VIEW public."V" AS\nSELECT id, n FROM public."A";',
      ],
    ]);
    expect(drafts[0]?.notes).toContain(
      'The view public."V" is made anew: rights that were granted on it are gone.',
    );
  });
});
