import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestDatabase } from '@schema-service/local-postgres';
import { parseSchema, type SchemaModel } from '@schema-service/schema-model';
import { buildClients, type Side, type Workshop } from '../src/clients/build-clients.ts';
import { compileTypeScript } from '../src/clients/compile.ts';
import { serveBoth, wayToBoth } from '../src/database/serve-both.ts';

const parse = (content: string): SchemaModel =>
  parseSchema([
    { path: 'schema.prisma', content: `datasource db {\n  provider = "postgresql"\n}\n${content}` },
  ]);

/** A field of every kind that versions can differ in: names, types, values of enums, tables. */
export const previous: SchemaModel = parse(`
enum Status {
  DRAFT
  PUBLISHED @map("published")
}

model Author {
  id      Int      @id @default(autoincrement())
  email   String   @unique
  reviews Review[]

  @@map("authors")
}

model Review {
  id       Int      @id @default(autoincrement())
  title    String
  helpful  Int      @default(0)
  status   Status   @default(DRAFT)
  history  Status[]
  author   Author   @relation(fields: [authorId], references: [id], onDelete: Restrict)
  authorId Int      @map("author_id")
  topics   Topic[]

  @@unique([authorId, title])
  @@map("reviews")
}

model Topic {
  id      Int      @id @default(autoincrement())
  name    String   @unique
  reviews Review[]
}
`);

export const current: SchemaModel = parse(`
enum Status {
  /// @renamed from: DRAFT
  WAITING
  PUBLISHED @map("published")

  @@map("Status_2")
}

/// @renamed from: Author
model Writer {
  id      Int      @id @default(autoincrement())
  email   String   @unique
  reviews Review[]

  @@map("writers")
}

model Review {
  id       Int      @id @default(autoincrement())
  /// @renamed from: title
  headline String
  helpful  BigInt   @default(0)
  status   Status   @default(WAITING)
  history  Status[]
  /// @renamed from: author
  writer   Writer   @relation(fields: [writerId], references: [id], onDelete: Restrict)
  /// @renamed from: authorId
  writerId Int      @map("writer_id")
  topics   Topic[]

  @@unique([writerId, headline])
  @@map("reviews")
}

model Topic {
  id      Int      @id @default(autoincrement())
  name    String   @unique
  reviews Review[]
}
`);

/** A database that serves both versions. */
export async function createSharedDatabase(): Promise<TestDatabase> {
  const way = wayToBoth(previous, current);
  if (way.kind === 'not bridged') throw new Error(JSON.stringify(way.findings));
  return serveBoth(previous, current, way.scripts);
}

/** What a Node client of either version exports. */
// biome-ignore lint/suspicious/noExplicitAny: two clients, whose models differ.
export type ClientModule = any;

/** Both clients, in both languages, in a folder that goes with its scope. */
export interface Clients extends Disposable {
  readonly node: (side: Side) => ClientModule;
  /** What Python imports them from. */
  readonly python: string;
}

const ID = 'versions';

export async function bothClients(): Promise<Clients> {
  const folder = mkdtempSync(join(tmpdir(), 'two-versions-'));
  const workshop: Workshop = { node: join(folder, 'node'), python: join(folder, 'python') };
  mkdirSync(workshop.node);
  mkdirSync(workshop.python);
  await buildClients({ id: ID, previous, current, expected: [] }, workshop);
  await compileTypeScript(workshop);
  const require = createRequire(import.meta.url);
  return {
    node: (side) => require(join(workshop.node, 'dist', ID, side, 'index.js')),
    python: workshop.python,
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}
