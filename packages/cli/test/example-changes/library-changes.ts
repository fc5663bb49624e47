import type { ExampleChange } from './example-changes.ts';

const file = 'schema';

/** A Prisma project with what the example schema has not: schemas of PostgreSQL, extensions, what is ignored. */
export const LIBRARY: Readonly<Record<string, string>> = {
  'prisma/schema.prisma': `datasource db {
  provider   = "postgresql"
  schemas    = ["archive", "public"]
  extensions = [citext, pg_trgm]
}

enum Mood {
  GOOD
  BAD

  @@schema("public")
}

model Author {
  id    Int     @id @default(autoincrement())
  name  String
  mood  Mood    @default(GOOD)
  code  String? @ignore
  books Book[]

  @@schema("public")
}

model Book {
  isbn     String @unique
  title    String
  authorId Int
  author   Author @relation(fields: [authorId], references: [id])

  @@schema("public")
}

model Log {
  id   Int    @id
  line String

  @@ignore
  @@schema("archive")
}

view Title {
  isbn  String @unique
  title String

  @@schema("public")
}

view Name {
  id   Int    @unique
  name String

  @@ignore
  @@schema("public")
}
`,
  'prisma/migrations/20260101000000_init/migration.sql': `CREATE EXTENSION citext;
CREATE EXTENSION pg_trgm;
CREATE SCHEMA archive;
CREATE TYPE "Mood" AS ENUM ('GOOD', 'BAD');
CREATE TABLE "Author" (
  "id" SERIAL NOT NULL,
  "name" TEXT NOT NULL,
  "mood" "Mood" NOT NULL DEFAULT 'GOOD',
  "code" TEXT,
  CONSTRAINT "Author_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "Book" (
  "isbn" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "authorId" INTEGER NOT NULL,
  CONSTRAINT "Book_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "Author"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "Book_isbn_key" ON "Book"("isbn");
CREATE TABLE archive."Log" (
  "id" INTEGER NOT NULL,
  "line" TEXT NOT NULL,
  CONSTRAINT "Log_pkey" PRIMARY KEY ("id")
);
CREATE VIEW "Title" AS SELECT "isbn", "title" FROM "Book";
CREATE VIEW "Name" AS SELECT "id", "name" FROM "Author";
`,
  'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
};

/** The kinds of change that need it. */
export const LIBRARY_CHANGES: Readonly<Record<string, ExampleChange>> = {
  'relation mode': {
    file,
    replace: '  provider   = "postgresql"\n',
    by: '  provider   = "postgresql"\n  relationMode = "prisma"\n',
    bump: 'major',
  },
  'add and remove extension': {
    file,
    replace: 'citext, pg_trgm',
    by: 'citext, hstore',
    bump: 'patch',
  },
  'change extension': {
    file,
    replace: 'citext, pg_trgm',
    by: 'citext, pg_trgm(version: "1.6")',
    bump: 'patch',
  },
  'add and remove namespace': {
    file,
    replace: 'schemas    = ["archive", "public"]',
    by: 'schemas    = ["public", "staff"]',
    also: [
      { file, replace: '  @@ignore\n  @@schema("archive")', by: '  @@ignore\n  @@schema("staff")' },
      { file, replace: '  BAD\n\n  @@schema("public")', by: '  BAD\n\n  @@schema("staff")' },
      {
        file,
        replace: 'view Title {\n  isbn  String @unique\n  title String\n\n  @@schema("public")',
        by: 'view Title {\n  isbn  String @unique\n  title String\n\n  @@schema("staff")',
      },
    ],
    bump: 'major',
  },
  'no longer ignore': {
    file,
    replace: '  code  String? @ignore\n',
    by: '  code  String?\n',
    also: [
      { file, replace: '  @@ignore\n  @@schema("archive")', by: '  @@schema("archive")' },
      { file, replace: '  @@ignore\n  @@schema("public")', by: '  @@schema("public")' },
    ],
    bump: 'minor',
  },
  'unique to primary key': {
    file,
    replace: '  isbn     String @unique\n',
    by: '  isbn     String @id\n',
    bump: 'major',
  },
};
