/** A made-up Prisma project of one shape that real ones have. */
export interface AdoptionShape {
  /** What is behind `datasource`. */
  readonly schema: string;
  /** By the name of the folder. */
  readonly migrations: Readonly<Record<string, string>>;
  /** The names of the differences that have to be accepted. */
  readonly accepted?: readonly string[];
  /** An edit of the schema. */
  readonly change: (schema: string) => string;
  /** What every text of the drafts of that edit, one behind the other, must hold. */
  readonly drafts?: RegExp;
  /** What no draft may hold. */
  readonly never?: RegExp;
}

const addNote = (schema: string): string =>
  schema.replace(/(model \w+ \{)/, '$1\n  adoptionNote String?');

const item =
  'CREATE TABLE "Item" ("id" INTEGER NOT NULL, CONSTRAINT "Item_pkey" PRIMARY KEY ("id")';

const people = `CREATE TABLE "Person" ("id" INTEGER NOT NULL, CONSTRAINT "Person_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Team" ("id" INTEGER NOT NULL, CONSTRAINT "Team_pkey" PRIMARY KEY ("id"));
CREATE TABLE "_PersonToTeam" ("A" INTEGER NOT NULL, "B" INTEGER NOT NULL);
CREATE UNIQUE INDEX "_PersonToTeam_AB_unique" ON "_PersonToTeam"("A", "B");
CREATE INDEX "_PersonToTeam_B_index" ON "_PersonToTeam"("B");
ALTER TABLE "_PersonToTeam" ADD CONSTRAINT "_PersonToTeam_A_fkey" FOREIGN KEY ("A") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "_PersonToTeam" ADD CONSTRAINT "_PersonToTeam_B_fkey" FOREIGN KEY ("B") REFERENCES "Team"("id") ON DELETE CASCADE ON UPDATE CASCADE;
`;
const peopleSchema = `model Person {
  id    Int    @id
  teams Team[]
}

model Team {
  id      Int      @id
  members Person[]
}
`;

const owned = `CREATE TABLE "Owner" ("id" INTEGER NOT NULL, CONSTRAINT "Owner_pkey" PRIMARY KEY ("id"));
${item}, "ownerId" INTEGER);
`;
const ownedSchema = `model Item {
  id      Int    @id
  ownerId Int?
  owner   Owner? @relation(fields: [ownerId], references: [id])
}

model Owner {
  id    Int    @id
  items Item[]
}
`;

const long = 'aColumnWithSuchALongNameThatNoIndexOverItFitsIntoTheBytes';

export const shapes: Readonly<Record<string, AdoptionShape>> = {
  'an enum whose values came one by one': {
    schema: `enum Mood {
  ANGRY
  CALM
  HAPPY
}

model Item {
  id   Int  @id
  mood Mood
}
`,
    migrations: {
      '20240101000000_init': `CREATE TYPE "Mood" AS ENUM ('HAPPY');\n${item}, "mood" "Mood" NOT NULL);`,
      '20240102000000_more': `ALTER TYPE "Mood" ADD VALUE 'CALM';\nALTER TYPE "Mood" ADD VALUE 'ANGRY';`,
    },
    change: (schema) => schema.replace('  CALM\n', '  BORED\n  CALM\n'),
    drafts: /ADD VALUE 'BORED'.*AS ENUM \('HAPPY', 'CALM', 'ANGRY'\)/s,
  },
  'an enum whose order is brought to that of the database': {
    schema: 'enum Mood {\n  A\n  B\n}\n\nmodel Item {\n  id Int @id\n  mood Mood\n}\n',
    migrations: {
      '1_init': `CREATE TYPE "Mood" AS ENUM ('B', 'A');\n${item}, "mood" "Mood" NOT NULL);`,
    },
    change: (schema) => schema.replace('  A\n  B\n', '  B\n  A\n'),
    drafts: /^$/,
  },
  'a transaction inside a migration, and a lone END': {
    schema: 'enum Mood {\n  A\n}\n\nmodel Item {\n  id Int @id\n  mood Mood\n  note String?\n}\n',
    migrations: {
      '1_init': `CREATE TYPE "Mood" AS ENUM ('A', 'B');\n${item}, "mood" "Mood" NOT NULL);`,
      '2_fewer': `-- AlterEnum
BEGIN;
CREATE TYPE "Mood_new" AS ENUM ('A');
ALTER TABLE "Item" ALTER COLUMN "mood" TYPE "Mood_new" USING ("mood"::text::"Mood_new");
ALTER TYPE "Mood" RENAME TO "Mood_old";
ALTER TYPE "Mood_new" RENAME TO "Mood";
DROP TYPE "Mood_old";
COMMIT;

-- AlterTable
ALTER TABLE "Item" ADD COLUMN "note" TEXT;
END;
`,
    },
    change: addNote,
  },
  'a join table from before Prisma 6': {
    schema: peopleSchema,
    migrations: { '1_init': people },
    change: addNote,
    never: /_PersonToTeam/,
  },
  'a join table from before Prisma 6 whose key changes': {
    schema: peopleSchema,
    migrations: { '1_init': people },
    change: (schema) => schema.replace('id      Int  ', 'id BigInt'),
    drafts: /ALTER TABLE "_PersonToTeam".*BIGINT/s,
    never: /_AB_pkey/,
  },
  'a join table from before Prisma 6 that goes': {
    schema: peopleSchema,
    migrations: { '1_init': people },
    change: (schema) => schema.replace(/ {2}(teams|members) .*\n/g, ''),
    drafts: /DROP TABLE "_PersonToTeam".*CREATE UNIQUE INDEX "_PersonToTeam_AB_unique"/s,
  },
  'what only SQL can say, or was left behind': {
    schema: 'model Item {\n  id Int @id\n  code String?\n  words String[]\n}\n',
    migrations: {
      '1_init': `${item}, "code" TEXT, "words" TEXT[]);
CREATE EXTENSION pg_trgm;
CREATE INDEX "Item_words" ON "Item" USING gin ("words");
CREATE INDEX "Item_code_trgm" ON "Item" USING gin ("code" gin_trgm_ops);
CREATE UNIQUE INDEX "Item_code_key" ON "Item" ("code");
CREATE INDEX "Item_part" ON "Item" ("code") WHERE "code" <> '';
CREATE INDEX "Item_carries" ON "Item" ("code") INCLUDE ("words");
CREATE TABLE "Old" ("id" INTEGER PRIMARY KEY);`,
    },
    accepted: ['Item_words', 'Item_code_trgm', 'Item_code_key', 'Old'],
    change: (schema) => schema.replace('  code String?\n', ''),
    drafts: /DROP COLUMN "code".*CREATE INDEX "Item_code_trgm"/s,
  },
  'an index and a table that the schema comes to know': {
    schema: 'model Item {\n  id Int @id\n  code String\n}\n',
    migrations: {
      '1_init': `${item}, "code" TEXT NOT NULL);
CREATE UNIQUE INDEX "Item_code_key" ON "Item" ("code");
CREATE TABLE "Old" ("id" INTEGER NOT NULL, CONSTRAINT "Old_pkey" PRIMARY KEY ("id"));`,
    },
    accepted: ['Item_code_key', 'Old'],
    change: (schema) =>
      `${schema.replace('code String', 'code String @unique')}\nmodel Old {\n  id Int @id\n}\n`,
    drafts: /^$/,
  },
  'an index that no migration made': {
    schema: 'model Item {\n  id Int @id\n  code String\n\n  @@index([code])\n}\n',
    migrations: { '1_init': `${item}, "code" TEXT NOT NULL);` },
    accepted: ['Item_code_idx'],
    change: (schema) => addNote(schema),
    never: /Item_code_idx/,
  },
  'an index that no migration made, and that goes': {
    schema: 'model Item {\n  id Int @id\n  code String\n\n  @@index([code])\n}\n',
    migrations: { '1_init': `${item}, "code" TEXT NOT NULL);` },
    accepted: ['Item_code_idx'],
    change: (schema) => schema.replace('\n  @@index([code])\n', ''),
    drafts: /^$/,
  },
  'other referential actions': {
    schema: ownedSchema,
    migrations: {
      '1_init': `${owned}ALTER TABLE "Item" ADD CONSTRAINT "Item_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Owner"("id") ON DELETE RESTRICT ON UPDATE NO ACTION;`,
    },
    accepted: ['Item_ownerId_fkey'],
    change: addNote,
    never: /FOREIGN KEY/,
  },
  'other referential actions that the schema comes to say': {
    schema: ownedSchema,
    migrations: {
      '1_init': `${owned}ALTER TABLE "Item" ADD CONSTRAINT "Item_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Owner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;`,
    },
    accepted: ['Item_ownerId_fkey'],
    change: (schema) =>
      schema.replace('references: [id])', 'references: [id], onDelete: Restrict)'),
    drafts: /^$/,
  },
  'a foreign key that was dropped by hand': {
    schema: ownedSchema,
    migrations: { '1_init': owned },
    accepted: ['Item_ownerId_fkey'],
    change: (schema) =>
      schema
        .replace('model Owner {\n  id    Int  ', 'model Owner {\n  id BigInt')
        .replace('ownerId Int?', 'ownerId BigInt?'),
    drafts: /ALTER TABLE "Owner".*BIGINT/s,
    never: /FOREIGN KEY|Item_ownerId_fkey/,
  },
  'json where the schema says jsonb, and the reverse': {
    schema: 'model Item {\n  id Int @id\n  a Json\n  b Json? @db.Json\n}\n',
    migrations: { '1_init': `${item}, "a" JSON NOT NULL, "b" JSONB);` },
    accepted: ['a', 'b'],
    change: (schema) => schema.replace('b Json? @db.Json\n', 'b Json?\n'),
    drafts: /^$/,
  },
  'a column of another type that goes': {
    schema: 'model Item {\n  id Int @id\n  a Json?\n  b Int?\n}\n',
    migrations: { '1_init': `${item}, "a" JSON, "b" INTEGER NOT NULL DEFAULT 7);` },
    accepted: ['a', 'b', 'b'],
    change: (schema) => schema.replace('  a Json?\n  b Int?\n', ''),
    drafts: /ADD COLUMN "b" INTEGER NOT NULL DEFAULT 7.*ADD COLUMN "a" JSON\b/s,
  },
  partitions: {
    schema: 'model Event {\n  id Int\n  day Int\n\n  @@id([id, day])\n}\n',
    migrations: {
      '1_init': `CREATE TABLE "Event" ("id" INTEGER NOT NULL, "day" INTEGER NOT NULL, CONSTRAINT "Event_pkey" PRIMARY KEY ("id", "day")) PARTITION BY RANGE ("day");
CREATE TABLE "Event_1" PARTITION OF "Event" FOR VALUES FROM (1) TO (2);`,
    },
    change: addNote,
  },
  'names that are cut in another place, and other names': {
    schema: `model Item {
  id Int @id
  ${long} Int
  code Int

  @@unique([${long}, code])
  @@index([code])
}
`,
    migrations: {
      '1_init': `${item}, "${long}" INTEGER NOT NULL, "code" INTEGER NOT NULL);
CREATE UNIQUE INDEX "Item_${long}_" ON "Item" ("${long}", "code");
CREATE INDEX code_of_item ON "Item" ("code");`,
    },
    change: (schema) => schema.replace(/\n {2}@@unique.*\n {2}@@index.*/, ''),
    drafts: /DROP INDEX CONCURRENTLY "Item_aColumn\w+_".*DROP INDEX CONCURRENTLY "code_of_item"/s,
  },
  'an empty list in two spellings': {
    schema: 'model Item {\n  id Int @id\n  words String[] @default([])\n}\n',
    migrations: { '1_init': `${item}, "words" TEXT[] DEFAULT '{}');` },
    change: addNote,
  },
  'folders with hyphens, spaces and capitals': {
    schema: 'model Item {\n  id Int @id\n  a Int?\n  b Int?\n}\n',
    migrations: {
      '2024-01-01 Init Item': `${item});`,
      '2024-01-02-Add-A': 'ALTER TABLE "Item" ADD "a" INTEGER;',
      '2024-01-02-Add-A and B':
        'ALTER TABLE "Item" RENAME "a" TO "b"; ALTER TABLE "Item" ADD "a" INTEGER;',
    },
    change: addNote,
  },
  'one field without brackets': {
    schema: ownedSchema
      .replace('fields: [ownerId], references: [id]', 'fields: ownerId, references: id')
      .replace('?)\n}', '?)\n\n  @@index(ownerId)\n}')
      .replace('  ownerId Int?\n', '  ownerId Int?\n'),
    migrations: {
      '1_init': `${owned}ALTER TABLE "Item" ADD CONSTRAINT "Item_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Owner"("id") ON DELETE SET NULL ON UPDATE CASCADE;`,
    },
    change: addNote,
  },
  'an extension that databases had before': {
    schema:
      'model Item {\n  id String @id @default(dbgenerated("uuid_generate_v4()")) @db.Uuid\n  name String @db.Citext\n}\n',
    migrations: {
      '1_init':
        'CREATE TABLE "Item" ("id" UUID NOT NULL DEFAULT uuid_generate_v4(), "name" CITEXT NOT NULL, CONSTRAINT "Item_pkey" PRIMARY KEY ("id"));',
    },
    change: addNote,
  },
  'a unique constraint that goes': {
    schema: 'model Item {\n  id Int @id\n  code String?\n\n  @@unique([code])\n}\n',
    migrations: { '1_init': `${item}, "code" TEXT, CONSTRAINT "Item_code_key" UNIQUE ("code"));` },
    change: (schema) => schema.replace('\n  @@unique([code])\n', ''),
    drafts: /DROP CONSTRAINT "Item_code_key".*ADD CONSTRAINT "Item_code_key" UNIQUE \("code"\)/s,
  },
  'a unique constraint that goes with its column': {
    schema: 'model Item {\n  id Int @id\n  code String? @unique\n}\n',
    migrations: { '1_init': `${item}, "code" TEXT, CONSTRAINT "Item_code_key" UNIQUE ("code"));` },
    change: (schema) => schema.replace('  code String? @unique\n', ''),
    drafts: /ADD CONSTRAINT "Item_code_key" UNIQUE \("code"\)/,
  },
  'a sequence of its own': {
    schema:
      'model Item {\n  id Int @id @default(dbgenerated("nextval(\'numbers\'::regclass)"))\n  no Int @default(autoincrement())\n}\n',
    migrations: {
      '1_init':
        'CREATE SEQUENCE numbers; CREATE TABLE "Item" ("id" INTEGER NOT NULL DEFAULT nextval(\'numbers\'), "no" SERIAL NOT NULL, CONSTRAINT "Item_pkey" PRIMARY KEY ("id"));',
    },
    change: addNote,
  },
};
