import fc from 'fast-check';

/**
 * Schemas in the schema language: a user, a review and perhaps a tag, each part
 * of which is there, not there, or there in another way.
 */
export const schemaText: fc.Arbitrary<string> = fc
  .record({
    statuses: fc.shuffledSubarray(['DRAFT', 'SHOWN @map("shown")', 'GONE'], { minLength: 1 }),
    fields: fc.shuffledSubarray([
      'title String @db.VarChar(200)',
      'body String? /// What it says.',
      'price Decimal? @default(1.50) @db.Decimal(10, 2)',
      'labels String[] @default(["new"])',
      'at DateTime @default(now()) @db.Timestamptz(3)',
      'edited DateTime @updatedAt',
      'place Unsupported("point")?',
      'secret Bytes? @ignore',
      'code String @unique @default(cuid())',
    ]),
    rating: fc.constantFrom(
      'Int',
      'Int?',
      'BigInt',
      'Int @default(3)',
      'Int @map("rate")',
      'Int[]',
    ),
    status: fc.constantFrom('Status', 'Status? @default(DRAFT)', 'Status[]'),
    author: fc.constantFrom(
      'author User @relation(fields: [authorId], references: [id])',
      'author User @relation(fields: [authorId], references: [id], onDelete: Cascade)',
      'author User @relation(fields: [authorId], references: [id], map: "author_key")',
      'author User @relation("written", fields: [authorId], references: [id])',
    ),
    attributes: fc.shuffledSubarray([
      '@@index([rating])',
      '@@index([rating(sort: Desc)], map: "by_rating")',
      '@@unique([authorId, rating])',
      '@@unique([authorId, id], name: "own")',
      '@@map("reviews")',
    ]),
    hasTags: fc.boolean(),
  })
  .map(({ statuses, fields, rating, status, author, attributes, hasTags }) => {
    const known = statuses.some((value) => value.startsWith('DRAFT'));
    const name = author.includes('"written"') ? ' @relation("written")' : '';
    return [
      `enum Status {\n${statuses.join('\n')}\n}`,
      `model User {\nid Int @id\nreviews Review[]${name}\n}`,
      `model Review {\nid Int @id`,
      `rating ${rating}`,
      `status ${known ? status : 'Status'}`,
      'authorId Int',
      author,
      ...fields,
      hasTags ? 'tags Tag[]' : '',
      ...attributes,
      '}',
      hasTags ? 'model Tag {\nid Int @id\nreviews Review[]\n}' : '',
    ].join('\n');
  });
