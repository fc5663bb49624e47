import { expect, test } from 'vitest';
import { adopt } from '../src/index.ts';
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

const together = apart
  .replace('about String?', '')
  .replace('profile Profile?', 'profile Profile?\n/// @moved from: Profile.about\nabout String?');

test('to the parent: both versions write, whether a child is there or not', async () => {
  await using versions = await livingVersions(apart);
  const old = versions.as('1.0.0');
  await old(`INSERT INTO "Company" VALUES (1, 'a'), (2, 'b'), (3, 'c')`);
  await old(`INSERT INTO "Profile" VALUES (1, 'first', 10)`);
  await versions.open('2.0.0', together);
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

const merged = whole
  .replace('about', '/// @moved from: Profile.text\nabout')
  .replace('size', '/// @moved from: Profile.size\nsize');

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

test('a child that is deleted clears its parent, whichever version comes next', async () => {
  await using versions = await livingVersions(whole);
  const old = versions.as('1.0.0');
  await old(`INSERT INTO "Company" VALUES (1, 'one', 1), (2, 'two', 2)`);
  await versions.open('2.0.0', split);
  await versions.open('3.0.0', split.replace('id Int @id\n', 'id Int @id\n note String?\n'));
  await versions.as('2.0.0')('DELETE FROM "Profile" WHERE "companyId" = 1');
  await versions.as('3.0.0')('DELETE FROM "Profile" WHERE "companyId" = 2');
  expect(await old('SELECT about, size FROM "Company"')).toEqual([
    { about: null, size: null },
    { about: null, size: null },
  ]);
});

test('to a child that was there and requires more: only those that there are get a value', async () => {
  const withName = (field: string): string =>
    apart.replace('about String?', `name String\n${field}`);
  const older = withName('').replace('id Int @id', 'id Int @id\n motto String?');
  const newer = withName('/// @moved from: Company.motto\nmotto String?');
  await using versions = await livingVersions(older);
  const old = versions.as('1.0.0');
  await old(`INSERT INTO "Company" VALUES (1, 'one', 'a'), (2, 'two', 'b')`);
  await old(`INSERT INTO "Profile" VALUES (1, 'first', 10)`);
  await versions.open('2.0.0', newer);
  const now = versions.as('2.0.0');
  const ofNow = (): Promise<readonly unknown[]> =>
    now('SELECT name, motto FROM "Profile" ORDER BY 1');
  expect(await ofNow()).toEqual([{ name: 'first', motto: 'one' }]);
  await old(`UPDATE "Company" SET motto = upper(motto)`);
  await now(`INSERT INTO "Profile" ("companyId", name) VALUES (2, 'second')`);
  expect(await ofNow()).toEqual([
    { name: 'first', motto: 'ONE' },
    { name: 'second', motto: 'TWO' },
  ]);
});

test('the way back from the contract has what has moved to a child', async () => {
  await using versions = await livingVersions(whole);
  const old = versions.as('1.0.0');
  await old(`INSERT INTO "Company" VALUES (1, 'one', 1), (2, NULL, NULL), (3, NULL, NULL)`);
  await versions.open('2.0.0', split);
  const phases = await versions.close('1.0.0');
  await versions.as('2.0.0')(`INSERT INTO "Profile" ("companyId", text) VALUES (2, 'two')`);
  await undoPhases(versions.client, phases);
  expect(await old('SELECT * FROM "Company" ORDER BY id')).toEqual([
    { id: 1, about: 'one', size: 1 },
    { id: 2, about: 'two', size: null },
    { id: 3, about: null, size: null },
  ]);
});

test('and what has moved to the parent, with the children that it takes', async () => {
  await using versions = await livingVersions(apart);
  const old = versions.as('1.0.0');
  await old(`INSERT INTO "Company" VALUES (1, 'a'), (2, 'b')`);
  await old(`INSERT INTO "Profile" VALUES (1, 'first', 10)`);
  await versions.open('2.0.0', together);
  const phases = await versions.close('1.0.0');
  await versions.as('2.0.0')(`UPDATE "Company" SET about = 'second' WHERE id = 2`);
  await undoPhases(versions.client, phases);
  expect(await old('SELECT * FROM "Profile" ORDER BY 1')).toEqual([
    { companyId: 1, about: 'first', size: 10 },
    { companyId: 2, about: 'second', size: null },
  ]);
});

test('there and back, and models are merged', async () => {
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

test('what may have moved is noted, unless somebody says so', () => {
  const notesOf = (next: string): readonly string[] => {
    const [older, newer] = [parse(apart), parse(next)];
    const start = adopt('v', '1.0.0', older).layout;
    return decided(stepTo(start, '2.0.0', older, newer)).phases.flatMap(({ notes }) => notes);
  };
  expect(notesOf(together.replace(/\/\/\/.*\n/, ''))).toEqual([
    'Profile.about is gone and Company.about is new. If its values go along, write above it and draft anew: /// @moved from: Profile.about',
  ]);
  expect(notesOf(together)).toEqual([]);
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
