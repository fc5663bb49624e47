import { expect, test } from 'vitest';
import { adopt } from '../src/index.ts';
import { livingVersions, parse, stepTo } from './living-versions.ts';

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

/** With a model in the place of the relation, one of whose models has a new name. */
const labelled = (from: string): string => `
  /// @renamed from: Review
  model Opinion {
    id Int @id
    labels Label[]
  }
  model Tag {
    id Int @id
    labels Label[]
  }
  /// @moved from: ${from}
  model Label {
    opinionId Int
    tagId Int
    note String?
    opinion Opinion @relation(fields: [opinionId], references: [id], onDelete: Cascade)
    tag Tag @relation(fields: [tagId], references: [id], onDelete: Cascade)
    @@id([opinionId, tagId])
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

test('the model that the annotation names may have another name in the same step', async () => {
  await using versions = await livingVersions(tagged(''));
  const old = versions.as('1.0.0');
  await old('INSERT INTO "Review" VALUES (1)');
  await old('INSERT INTO "Tag" VALUES (7), (8)');
  await old('INSERT INTO "_ReviewToTag" VALUES (1, 7)');
  await versions.open('2.0.0', labelled('Review.tags'));
  const now = versions.as('2.0.0');
  await now('INSERT INTO "Label" ("opinionId", "tagId") VALUES (1, 8)');
  expect(await now('SELECT "tagId" FROM "Label" ORDER BY 1')).toEqual([{ tagId: 7 }, { tagId: 8 }]);
  expect(await old('SELECT "B" FROM "_ReviewToTag" ORDER BY 1')).toEqual([{ B: 7 }, { B: 8 }]);
});

test('an annotation that names no relation of the older version is refused', () => {
  const [previous, next] = [parse(tagged('')), parse(labelled('Review.tag'))];
  const step = stepTo(adopt('v', '1.0.0', previous).layout, '2.0.0', previous, next);
  expect(step).toMatchObject({
    kind: 'halted',
    findings: [
      { kind: 'unbridgeable', path: 'Label', reason: expect.stringMatching(/^Review\.tag is no/) },
    ],
  });
});
