import type { Rename } from '@schema-service/schema-diff';

/** A change to a schema, as two texts. */
export interface ChangeKind {
  readonly name: string;
  readonly previous: string;
  readonly current: string;
  /** Run at the previous schema. */
  readonly rows?: string;
  /** A query with one row and one column, and its value at the current schema, and back at the previous one. */
  readonly kept?: readonly [atCurrent: string, backAtPrevious: string, value: unknown];
  readonly renames?: readonly Rename[];
  /** The suffixes of the drafts. */
  readonly suffixes?: readonly string[];
}

const idModel = (fields: string, rest = ''): string =>
  `model A {\n  id Int @id\n${fields
    .split(';')
    .map((field) => `  ${field.trim()}`)
    .join('\n')}\n}\n${rest}`;

const three = 'INSERT INTO "A" (id, b) VALUES (1, 10), (2, 20), (3, 30)';
const sum = 'SELECT sum(b)::int FROM "A"';

export const changeKinds: readonly ChangeKind[] = [
  {
    name: 'model added',
    previous: idModel(''),
    current: idModel(
      '',
      'model B {\n id Int @id @default(autoincrement())\n t String @unique\n e E[]\n}\nenum E {\n x\n y\n}',
    ),
    suffixes: [''],
  },
  {
    name: 'model added that refers to one that is there',
    previous: idModel(''),
    current: idModel(
      'bs B[]',
      'model B {\n id Int @id\n a A @relation(fields: [aId], references: [id])\n aId Int\n @@index([aId])\n}',
    ),
    suffixes: [''],
  },
  {
    name: 'optional field added',
    previous: idModel('b Int'),
    current: idModel('b Int; c String?'),
    rows: three,
    kept: [sum, sum, 60],
    suffixes: [''],
  },
  {
    name: 'required field with default added',
    previous: idModel('b Int'),
    current: idModel('b Int; c DateTime @default(now()); d String @default("it\'s, -- so")'),
    rows: three,
    kept: [sum, sum, 60],
    suffixes: [''],
  },
  {
    name: 'required field without default added',
    previous: idModel('b Int'),
    current: idModel('b Int; c String; d Int'),
    suffixes: ['', 'fill', 'constrain', 'refill', 'validate'],
  },
  {
    name: 'serial field added',
    previous: idModel('b Int'),
    current: idModel('b Int; c Int @default(autoincrement())'),
    rows: three,
    kept: ['SELECT count(DISTINCT c)::int FROM "A"', sum.replace('sum(b)', 'count(*)'), 3],
  },
  {
    name: 'computed default added',
    previous: idModel('b Int'),
    current: idModel('b Int; c String @default(dbgenerated("gen_random_uuid()")) @db.Uuid'),
    rows: three,
    kept: [sum, sum, 60],
  },
  {
    name: 'field removed',
    previous: idModel('b Int; c String?; d String'),
    current: idModel('b Int'),
  },
  {
    name: 'model removed',
    previous: idModel('b Int', 'model B {\n id Int @id\n e E\n}\nenum E {\n x\n}'),
    current: idModel('b Int'),
    rows: three,
    kept: [sum, sum, 60],
  },
  {
    name: 'made required',
    previous: idModel('b Int?'),
    current: idModel('b Int'),
    rows: three,
    kept: [sum, sum, 60],
    suffixes: ['', 'constrain', 'refill', 'validate'],
  },
  {
    name: 'made optional',
    previous: idModel('b Int'),
    current: idModel('b Int?'),
    rows: three,
    kept: [sum, sum, 60],
    suffixes: [''],
  },
  {
    name: 'default added, changed, removed',
    previous: idModel('b Int; c Int @default(1); d Int @default(2)'),
    current: idModel('b Int @default(5); c Int @default(3); d Int'),
  },
  {
    name: 'autoincrement added',
    previous: 'model A {\n id Int @id\n b Int\n}',
    current: 'model A {\n id Int @id @default(autoincrement())\n b Int\n}',
    rows: three,
    kept: ['INSERT INTO "A" (b) VALUES (1) RETURNING id', 'SELECT max(id) FROM "A"', 4],
  },
  {
    name: 'autoincrement removed',
    previous: 'model A {\n id BigInt @id @default(autoincrement())\n b Int\n}',
    current: 'model A {\n id BigInt @id\n b Int\n}',
    rows: three,
    kept: [sum, sum, 60],
  },
  {
    name: 'Int to BigInt',
    previous: idModel('b Int'),
    current: idModel('b BigInt'),
    rows: three,
    kept: [sum, sum, 60],
  },
  {
    name: 'shorter varchar, wider decimal',
    previous: idModel('b Int; c String? @db.VarChar(20); d Decimal? @db.Decimal(10, 2)'),
    current: idModel('b Int; c String? @db.VarChar(10); d Decimal? @db.Decimal(12, 2)'),
    rows: three,
    kept: [sum, sum, 60],
  },
  {
    name: 'Int to String',
    previous: idModel('b Int @default(7)'),
    current: idModel('b String @default("7")'),
    rows: three,
    kept: ['SELECT sum(b::int)::int FROM "A"', sum, 60],
  },
  {
    name: 'String to Int, required',
    previous: idModel('b String? @default("x")'),
    current: idModel('b Int'),
    rows: "INSERT INTO \"A\" (id, b) VALUES (1, '10'), (2, '50')",
    kept: [sum, 'SELECT sum(b::int)::int FROM "A"', 60],
  },
  {
    name: 'Boolean to Int',
    previous: idModel('b Boolean @default(true)'),
    current: idModel('b Int @default(1)'),
    rows: 'INSERT INTO "A" (id, b) VALUES (1, true), (2, false)',
    kept: [sum, 'SELECT count(*) FILTER (WHERE b)::int FROM "A"', 1],
  },
  {
    name: 'scalar to list',
    previous: idModel('b Int?'),
    current: idModel('b Int[]'),
    rows: three,
    kept: ['SELECT sum(b[1])::int FROM "A"', sum, 60],
  },
  {
    name: 'enum to text',
    previous: idModel('e E @default(x)', 'enum E {\n x\n y\n}'),
    current: idModel('e String @default("x")'),
    rows: 'INSERT INTO "A" (id, e) VALUES (1, \'y\')',
    kept: ['SELECT e FROM "A"', 'SELECT e::text FROM "A"', 'y'],
  },
  {
    name: 'key of another type, with who refers to it',
    previous:
      'model A {\n id Int @id\n bs B[]\n}\nmodel B {\n id Int @id\n a A @relation(fields: [aId], references: [id])\n aId Int\n}',
    current:
      'model A {\n id String @id\n bs B[]\n}\nmodel B {\n id Int @id\n a A @relation(fields: [aId], references: [id])\n aId String\n}',
    rows: 'INSERT INTO "A" (id) VALUES (4); INSERT INTO "B" (id, "aId") VALUES (1, 4)',
    kept: ['SELECT "aId"::int FROM "B"', 'SELECT "aId" FROM "B"', 4],
  },
  {
    name: 'serial key to text',
    previous: 'model A {\n id Int @id @default(autoincrement())\n b Int\n}',
    current: 'model A {\n id String @id @default(cuid())\n b Int\n}',
    rows: 'INSERT INTO "A" (b) VALUES (60)',
    kept: [sum, sum, 60],
  },
  {
    name: 'primary key changed',
    previous: 'model A {\n id Int @id\n b Int\n}',
    current: 'model A {\n id Int\n b Int\n @@id([id, b])\n}',
    rows: three,
    kept: [sum, sum, 60],
  },
  {
    name: 'index added',
    previous: idModel('b Int'),
    current: idModel('b Int; @@index([b])'),
    rows: three,
    kept: [sum, sum, 60],
    suffixes: [''],
  },
  {
    name: 'index removed',
    previous: idModel('b Int; @@index([b(sort: Desc)])'),
    current: idModel('b Int'),
    suffixes: [''],
  },
  {
    name: 'index changed under its name',
    previous: idModel('b Int; c Int?; @@index([b], map: "i"); @@unique([b], map: "u")'),
    current: idModel('b Int; c Int?; @@index([c], map: "i"); @@unique([b, c], map: "u")'),
    rows: three,
    kept: [sum, sum, 60],
    suffixes: ['', 'switch'],
  },
  {
    name: 'index renamed',
    previous: idModel('b Int; @@index([b])'),
    current: idModel('b Int; @@index([b], map: "other")'),
    suffixes: [''],
  },
  {
    name: 'column with its index removed',
    previous: idModel('b Int; c Int?; @@index([b, c]); @@unique([c])'),
    current: idModel('b Int'),
    rows: three,
    kept: [sum, sum, 60],
  },
  {
    name: 'partial indexes',
    previous: idModel('b Int; c Int?'),
    current: idModel(
      'b Int; c Int?; @@index([c], where: raw("b > 5")); @@unique([b], where: raw("c IS NULL"))',
    ),
    rows: three,
    kept: [sum, sum, 60],
  },
  {
    name: 'unique added',
    previous: idModel('b Int'),
    current: idModel('b Int @unique'),
    rows: three,
    kept: [sum, sum, 60],
    suffixes: [''],
  },
  {
    name: 'foreign key added',
    previous: 'model A {\n id Int @id\n}\nmodel B {\n id Int @id\n aId Int\n}',
    current:
      'model A {\n id Int @id\n bs B[]\n}\nmodel B {\n id Int @id\n a A @relation(fields: [aId], references: [id])\n aId Int\n}',
    rows: 'INSERT INTO "A" (id) VALUES (4); INSERT INTO "B" (id, "aId") VALUES (1, 4)',
    kept: ['SELECT "aId" FROM "B"', 'SELECT "aId" FROM "B"', 4],
    suffixes: ['', 'validate'],
  },
  {
    name: 'foreign key to a field that becomes unique',
    previous: 'model A {\n id Int @id\n b Int\n}\nmodel B {\n id Int @id\n aId Int\n}',
    current:
      'model A {\n id Int @id\n b Int @unique\n bs B[]\n}\nmodel B {\n id Int @id\n a A @relation(fields: [aId], references: [b])\n aId Int\n}',
    rows: three,
    kept: [sum, sum, 60],
    suffixes: ['', 'constrain', 'validate'],
  },
  {
    name: 'referential action changed',
    previous:
      'model A {\n id Int @id\n bs B[]\n}\nmodel B {\n id Int @id\n a A @relation(fields: [aId], references: [id])\n aId Int\n}',
    current:
      'model A {\n id Int @id\n bs B[]\n}\nmodel B {\n id Int @id\n a A @relation(fields: [aId], references: [id], onDelete: Cascade)\n aId Int\n}',
  },
  {
    name: 'required relation added',
    previous: 'model A {\n id Int @id\n}\nmodel B {\n id Int @id\n}',
    current:
      'model A {\n id Int @id\n bs B[]\n}\nmodel B {\n id Int @id\n a A @relation(fields: [aId], references: [id])\n aId Int\n @@index([aId])\n}',
  },
  {
    name: 'relation removed',
    previous:
      'model A {\n id Int @id\n bs B[]\n}\nmodel B {\n id Int @id\n a A @relation(fields: [aId], references: [id])\n aId Int\n @@index([aId])\n}',
    current: 'model A {\n id Int @id\n}\nmodel B {\n id Int @id\n}',
  },
  {
    name: 'many-to-many added',
    previous: 'model A {\n id Int @id\n}\nmodel B {\n id String @id\n}',
    current: 'model A {\n id Int @id\n bs B[]\n}\nmodel B {\n id String @id\n as A[]\n}',
    suffixes: [''],
  },
  {
    name: 'enum value added at the end',
    previous: idModel('e E', 'enum E {\n x\n}'),
    current: idModel('e E', 'enum E {\n x\n y\n z\n}'),
    suffixes: [''],
  },
  {
    name: 'enum values added anywhere',
    previous: idModel('e E', 'enum E {\n b\n e\n}'),
    current: idModel('e E', 'enum E {\n a0\n a\n b\n c\n d\n e\n f\n g\n}'),
  },
  {
    name: 'enum value added and used',
    previous: idModel('e E @default(x)', 'enum E {\n x\n}'),
    current: idModel('e E @default(y)', 'enum E {\n x\n y\n}'),
    suffixes: ['', 'switch'],
  },
  {
    name: 'enum value removed',
    previous: idModel('e E @default(x); f E[] @default([x])', 'enum E {\n x\n y\n}'),
    current: idModel('e E @default(x); f E[] @default([x])', 'enum E {\n x\n}'),
    rows: 'INSERT INTO "A" (id) VALUES (1)',
    kept: ['SELECT e::text FROM "A"', 'SELECT e::text FROM "A"', 'x'],
  },
  {
    name: 'enum value removed, with a model and a column that had it, beside others that get it',
    previous: idModel(
      'e E @default(x); f E @default(x)',
      'enum E {\n x\n y\n}\nmodel B {\n id Int @id\n e E\n}',
    ),
    current: idModel(
      'e E @default(x); g E @default(x)',
      'enum E {\n x\n}\nmodel C {\n id Int @id\n e E\n}',
    ),
    rows: 'INSERT INTO "A" (id) VALUES (1)',
    kept: ['SELECT e::text FROM "A"', 'SELECT e::text FROM "A"', 'x'],
  },
  {
    name: 'enum values reordered',
    previous: idModel('e E @default(x)', 'enum E {\n x\n y\n}'),
    current: idModel('e E @default(x)', 'enum E {\n y\n z\n x\n}'),
    rows: 'INSERT INTO "A" (id) VALUES (1)',
    kept: ['SELECT e::text FROM "A"', 'SELECT e::text FROM "A"', 'x'],
  },
  {
    name: 'field renamed',
    previous: idModel('b Int; @@index([b])'),
    current: idModel('c Int; @@index([c])'),
    rows: three,
    kept: ['SELECT sum(c)::int FROM "A"', sum, 60],
    renames: [{ from: 'A.b', to: 'A.c' }],
    suffixes: [''],
  },
  {
    name: 'field renamed, required, and with a new index',
    previous: idModel('b Int?'),
    current: idModel('c Int @unique'),
    rows: three,
    kept: ['SELECT sum(c)::int FROM "A"', sum, 60],
    renames: [{ from: 'A.b', to: 'A.c' }],
  },
  {
    name: 'column renamed by @map',
    previous: idModel('b Int'),
    current: idModel('b Int @map("bee")'),
    rows: three,
    kept: ['SELECT sum(bee)::int FROM "A"', sum, 60],
    suffixes: [''],
  },
  {
    name: 'columns renamed one after the other',
    previous: idModel('b Int @map("x"); c Int? @map("y")'),
    current: idModel('b Int @map("y"); c Int? @map("z")'),
    rows: 'INSERT INTO "A" (id, x) VALUES (1, 60)',
    kept: ['SELECT y FROM "A"', 'SELECT x FROM "A"', 60],
    suffixes: [''],
  },
  {
    name: 'model renamed, with its key, sequence and who refers to it',
    previous:
      'model A {\n id Int @id @default(autoincrement())\n b Int @unique\n bs B[]\n}\nmodel B {\n id Int @id\n a A @relation(fields: [aId], references: [id])\n aId Int\n}',
    current:
      'model Z {\n id Int @id @default(autoincrement())\n b Int @unique\n bs B[]\n}\nmodel B {\n id Int @id\n a Z @relation(fields: [aId], references: [id])\n aId Int\n}',
    rows: 'INSERT INTO "A" (b) VALUES (60)',
    kept: ['SELECT b FROM "Z"', 'SELECT b FROM "A"', 60],
    renames: [{ from: 'A', to: 'Z' }],
    suffixes: [''],
  },
  {
    name: 'model mapped',
    previous: 'model A {\n id Int @id\n b Int\n}',
    current: 'model A {\n id Int @id\n b Int\n @@map("as")\n}',
    rows: three,
    kept: ['SELECT sum(b)::int FROM "as"', sum, 60],
    suffixes: [''],
  },
  {
    name: 'model of a many-to-many relation renamed',
    previous: 'model A {\n id Int @id\n cs C[]\n}\nmodel C {\n id Int @id\n as A[]\n}',
    current: 'model B {\n id Int @id\n cs C[]\n}\nmodel C {\n id Int @id\n as B[]\n}',
    rows: 'INSERT INTO "A" VALUES (1); INSERT INTO "C" VALUES (2); INSERT INTO "_AToC" VALUES (1, 2)',
    kept: ['SELECT "B" FROM "_BToC"', 'SELECT "B" FROM "_AToC"', 2],
    renames: [{ from: 'A', to: 'B' }],
  },
  {
    name: 'enum and its value renamed',
    previous: idModel('e E @default(x)', 'enum E {\n x\n y\n}'),
    current: idModel('e F @default(w)', 'enum F {\n w\n y\n}'),
    rows: 'INSERT INTO "A" (id) VALUES (1)',
    kept: ['SELECT e::text = \'w\' FROM "A"', 'SELECT e::text = \'x\' FROM "A"', true],
    renames: [
      { from: 'E', to: 'F' },
      { from: 'E.x', to: 'F.w' },
    ],
    suffixes: [''],
  },
  {
    name: 'moved to another namespace',
    previous:
      'datasource db {\n provider = "postgresql"\n schemas = ["public", "old"]\n}\nmodel A {\n id Int @id @default(autoincrement())\n b Int\n e E?\n @@schema("public")\n}\nenum E {\n x\n @@schema("old")\n}',
    current:
      'datasource db {\n provider = "postgresql"\n schemas = ["public", "sales"]\n}\nmodel A {\n id Int @id @default(autoincrement())\n b Int @unique\n e E?\n @@schema("sales")\n}\nenum E {\n x\n @@schema("sales")\n}',
    rows: three,
    kept: ['SELECT sum(b)::int FROM sales."A"', sum, 60],
  },
  {
    name: 'extension and its type',
    previous: idModel('b Int'),
    current: `datasource db {\n provider = "postgresql"\n extensions = [citext]\n}\n${idModel('b Int; c String? @db.Citext')}`,
  },
  {
    name: 'relations no longer in the database',
    previous:
      'model A {\n id Int @id\n bs B[]\n}\nmodel B {\n id Int @id\n a A @relation(fields: [aId], references: [id])\n aId Int\n}',
    current:
      'datasource db {\n provider = "postgresql"\n relationMode = "prisma"\n}\nmodel A {\n id Int @id\n bs B[]\n}\nmodel B {\n id Int @id\n a A @relation(fields: [aId], references: [id])\n aId Int\n}',
  },
  {
    name: 'ignored model and field',
    previous: idModel('b Int'),
    current: idModel('b Int; c Int? @ignore', 'model B {\n id Int @id\n @@ignore\n}'),
  },
];
