import { expect, test } from 'vitest';
import { livingVersions } from './living-versions.ts';

const tagged = (relation: string): string => `
  model Review {
    id Int @id
    tags Tag[] ${relation}
  }
  model Tag {
    id Int @id
    reviews Review[] ${relation}
  }
`;

test('a relation of another name: one table, which each version finds under its own', async () => {
  await using versions = await livingVersions(tagged(''));
  const old = versions.as('1.0.0');
  await old('INSERT INTO "Review" VALUES (1)');
  await old('INSERT INTO "Tag" VALUES (7), (8)');
  await old('INSERT INTO "_ReviewToTag" VALUES (1, 7)');
  await versions.open('2.0.0', tagged('@relation("labels")'));
  const now = versions.as('2.0.0');
  await now('INSERT INTO "_labels" ("A", "B") VALUES (1, 8) ON CONFLICT DO NOTHING');
  await old('INSERT INTO "_ReviewToTag" ("A", "B") VALUES (1, 8) ON CONFLICT DO NOTHING');
  expect(await old('SELECT * FROM "_ReviewToTag" ORDER BY 1, 2')).toEqual([
    { A: 1, B: 7 },
    { A: 1, B: 8 },
  ]);
  await versions.close('1.0.0');
  expect(await versions.tables('SELECT * FROM "_labels" ORDER BY 1, 2')).toHaveLength(2);
});

test('a model in the place of a relation: the older version connects as before', async () => {
  await using versions = await livingVersions(tagged(''));
  const old = versions.as('1.0.0');
  await old('INSERT INTO "Review" VALUES (1)');
  await old('INSERT INTO "Tag" VALUES (7), (8), (9)');
  await old('INSERT INTO "_ReviewToTag" VALUES (1, 7)');
  await versions.open(
    '2.0.0',
    `
    model Review {
      id Int @id
      labels Label[]
    }
    model Tag {
      id Int @id
      labels Label[]
    }
    /// @moved from: Review.tags
    model Label {
      id Int @id @default(autoincrement())
      tagId Int
      reviewId Int
      /// @fill {tag} * 10
      weight Int @map("w")
      note String?
      tag Tag @relation(fields: [tagId], references: [id], onDelete: Cascade)
      review Review @relation(fields: [reviewId], references: [id], onDelete: Cascade)
      @@unique([reviewId, tagId])
    }
  `.replace('{tag}', '{tagId}'),
  );
  const now = versions.as('2.0.0');
  await old('INSERT INTO "_ReviewToTag" ("A", "B") VALUES (1, 8) ON CONFLICT DO NOTHING');
  await now('INSERT INTO "Label" ("reviewId", "tagId", w, note) VALUES (1, 9, 5, \'mine\')');
  expect(
    await now('SELECT "reviewId", "tagId", w, note FROM "Label" WHERE id > 0 ORDER BY 2'),
  ).toEqual([
    { reviewId: 1, tagId: 7, w: 70, note: null },
    { reviewId: 1, tagId: 8, w: 80, note: null },
    { reviewId: 1, tagId: 9, w: 5, note: 'mine' },
  ]);
  await old('DELETE FROM "_ReviewToTag" WHERE "A" = 1 AND "B" = 7');
  expect(await old('SELECT * FROM "_ReviewToTag" ORDER BY 2')).toEqual([
    { A: 1, B: 8 },
    { A: 1, B: 9 },
  ]);
  await versions.close('1.0.0');
  await now('INSERT INTO "Label" ("reviewId", "tagId", w) VALUES (1, 7, 1)');
  expect(await versions.tables('SELECT count(DISTINCT id)::int AS n FROM "Label"')).toEqual([
    { n: 3 },
  ]);
});
