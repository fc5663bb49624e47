import { expect, test } from 'vitest';
import { decided, livingVersions, parse, stepTo } from './living-versions.ts';
import { runPhases, undoPhases } from './run-phases.ts';
import { structureOf } from './structure-of.ts';

const apart = `
  model Company {
    id Int @id
    name String
    profile Profile?
  }
  model Profile {
    companyId Int @id
    about String?
    size Int?
    company Company @relation(fields: [companyId], references: [id], onDelete: Cascade)
  }
`;

test('to the parent: both versions write, whether a child is there or not', async () => {
  await using versions = await livingVersions(apart);
  const old = versions.as('1.0.0');
  await old(`INSERT INTO "Company" VALUES (1, 'a'), (2, 'b'), (3, 'c')`);
  await old(`INSERT INTO "Profile" VALUES (1, 'first', 10)`);
  await versions.open(
    '2.0.0',
    apart
      .replace('about String?', '')
      .replace(
        'profile Profile?',
        'profile Profile?\n/// @moved from: Profile.about\nabout String?',
      ),
  );
  const now = versions.as('2.0.0');
  const ofOld = (): Promise<readonly unknown[]> =>
    old('SELECT "companyId" AS id, about FROM "Profile" ORDER BY 1');
  const ofNow = (): Promise<readonly unknown[]> =>
    now('SELECT id, about FROM "Company" ORDER BY 1');
  expect(await ofNow()).toEqual([
    { id: 1, about: 'first' },
    { id: 2, about: null },
    { id: 3, about: null },
  ]);
  await now(`UPDATE "Company" SET about = 'second' WHERE id = 2`);
  await old(
    `INSERT INTO "Profile" VALUES (2, 'x', 1) ON CONFLICT ("companyId") DO UPDATE SET size = 2`,
  );
  await old(`INSERT INTO "Profile" VALUES (3, 'third', 1)`);
  await now(`UPDATE "Company" SET about = NULL WHERE id = 1`);
  await now(`INSERT INTO "Company" VALUES (4, 'd', 'fourth')`);
  expect(await ofOld()).toEqual([
    { id: 1, about: null },
    { id: 2, about: 'second' },
    { id: 3, about: 'third' },
    { id: 4, about: 'fourth' },
  ]);
  await old(`UPDATE "Profile" SET about = 'last' WHERE "companyId" = 4`);
  await old('DELETE FROM "Profile" WHERE "companyId" = 3');
  await old('INSERT INTO "Profile" VALUES (3, NULL, 7)');
  expect(await ofOld()).toEqual([
    { id: 1, about: null },
    { id: 2, about: 'second' },
    { id: 3, about: 'third' },
    { id: 4, about: 'last' },
  ]);
  expect(await ofNow()).toEqual(await ofOld());
  await versions.close('1.0.0');
  await now(`UPDATE "Company" SET about = 'alone' WHERE id = 1`);
  expect(await versions.tables('SELECT * FROM "Profile" WHERE "companyId" = 2')).toEqual([
    { companyId: 2, size: 2 },
  ]);
});

const whole = `
  model Company {
    id Int @id
    about String?
    size Int?
  }
`;
const split = `
  model Company {
    id Int @id
    profile Profile?
  }
  model Profile {
    id Int @id @default(autoincrement())
    /// @moved from: Company.about
    text String?
    /// @moved from: Company.size
    size Int?
    companyId Int @unique
    company Company @relation(fields: [companyId], references: [id], onDelete: Cascade)
  }
`;

test('a model is split: the child is made, changed and cleared with its parent', async () => {
  await using versions = await livingVersions(whole);
  const old = versions.as('1.0.0');
  await old(`INSERT INTO "Company" VALUES (1, 'one', 1), (2, NULL, NULL)`);
  await versions.open('2.0.0', split);
  const now = versions.as('2.0.0');
  const ofNow = (): Promise<readonly unknown[]> =>
    now('SELECT "companyId" AS id, text, size FROM "Profile" ORDER BY 1');
  expect(await ofNow()).toEqual([{ id: 1, text: 'one', size: 1 }]);
  await old(`UPDATE "Company" SET about = 'two' WHERE id = 2`);
  await now(`UPDATE "Profile" SET size = 5 WHERE "companyId" = 2`);
  await old(`INSERT INTO "Company" VALUES (3, 'three', 3)`);
  await now('INSERT INTO "Company" VALUES (4)');
  await now(`INSERT INTO "Profile" ("companyId", text) VALUES (4, 'four')`);
  await now('DELETE FROM "Profile" WHERE "companyId" = 1');
  await old('UPDATE "Company" SET about = NULL, size = NULL WHERE id = 3');
  expect(await old('SELECT * FROM "Company" ORDER BY id')).toEqual([
    { id: 1, about: null, size: null },
    { id: 2, about: 'two', size: 5 },
    { id: 3, about: null, size: null },
    { id: 4, about: 'four', size: null },
  ]);
  expect(await ofNow()).toEqual([
    { id: 2, text: 'two', size: 5 },
    { id: 3, text: null, size: null },
    { id: 4, text: 'four', size: null },
  ]);
  await old('DELETE FROM "Company" WHERE id = 2');
  expect(await ofNow()).toHaveLength(2);
});

test('there and back, and models are merged', async () => {
  const merged = whole
    .replace('about', '/// @moved from: Profile.text\nabout')
    .replace('size', '/// @moved from: Profile.size\nsize');
  await using versions = await livingVersions(split.replaceAll(/\/\/\/.*/g, ''));
  const before = await structureOf(versions.client);
  const step = decided(stepTo(versions.layout(), '2.0.0', parse(split), parse(merged)));
  await versions.as('1.0.0')('INSERT INTO "Company" VALUES (1)');
  await versions.as('1.0.0')(`INSERT INTO "Profile" VALUES (DEFAULT, 'x', 9, 1)`);
  await runPhases(versions.client, step.phases);
  await undoPhases(versions.client, step.phases);
  expect(await structureOf(versions.client)).toEqual(before);
  await versions.open('2.0.0', merged);
  expect(await versions.as('2.0.0')('SELECT * FROM "Company"')).toEqual([
    { id: 1, about: 'x', size: 9 },
  ]);
  await versions.close('1.0.0');
  expect(await versions.tables('SELECT * FROM "Company"')).toEqual([
    { id: 1, about: 'x', size: 9 },
  ]);
  expect((await structureOf(versions.client)).filter((line) => line.includes('Profile'))).toEqual(
    [],
  );
});

test('what cannot move says why', () => {
  const reasonOf = (previous: string, next: string): unknown => {
    const layout = {
      kind: 'layout',
      name: 'v',
      versions: [],
      groups: [],
      fills: [],
      moves: [],
      guarded: [],
    } as const;
    const [older, newer] = [parse(previous), parse(next)];
    const step = stepTo({ ...layout, base: older }, '2.0.0', older, newer);
    return step.kind === 'halted' ? step.findings : [];
  };
  expect(reasonOf(whole, split.replace('from: Company.about', 'from: Company.abuot'))).toEqual([
    {
      kind: 'unbridgeable',
      path: 'Profile.text',
      reason: 'Company.abuot is no field that the older version has and the newer one has not.',
    },
  ]);
  expect(
    reasonOf(
      whole,
      split
        .replace('companyId Int @unique', 'companyId Int')
        .replace('profile Profile?', 'profile Profile[]'),
    ),
  ).toMatchObject([
    { reason: 'No relation of one to one leads from Company to Profile.' },
    { reason: 'No relation of one to one leads from Company to Profile.' },
  ]);
  expect(reasonOf(whole.replace('size Int?', 'size Int'), split)).toMatchObject([
    {
      path: 'Profile.size',
      reason:
        'A field moves as it is, and optional: rows of one table are there before those of the other.',
    },
    { kind: 'undecided', path: 'Company.size' },
  ]);
});
