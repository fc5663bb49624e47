import { expect, test } from 'vitest';
import { livingVersions } from './living-versions.ts';

const apart = (columns: string): string => `
  model Company {
    id Int @id
    profile Profile?
  }
  model Profile {
    companyId Int @id
    ${columns}
    company Company @relation(fields: [companyId], references: [id])
  }
`;
const together = (columns: string): string => `
  model Company {
    id Int @id
    profile Profile?
    ${columns}
  }
  model Profile {
    companyId Int @id
    company Company @relation(fields: [companyId], references: [id])
  }
`;

test('one makes the child while the other writes its parent', async () => {
  await using versions = await livingVersions(apart('about String?'));
  const [old, now] = [versions.as('1.0.0'), versions.as('2.0.0')];
  await versions.open('2.0.0', together('/// @moved from: Profile.about\nabout String?'));
  for (let id = 1; id <= 300; id++) {
    await now(`INSERT INTO "Company" VALUES (${id})`);
    await Promise.all([
      old(`INSERT INTO "Profile" VALUES (${id}, 'child')
        ON CONFLICT ("companyId") DO UPDATE SET about = excluded.about`),
      now(`UPDATE "Company" SET about = 'parent' WHERE id = ${id}`),
    ]);
  }
  expect(await old('SELECT about FROM "Profile" ORDER BY "companyId"')).toEqual(
    await now('SELECT about FROM "Company" ORDER BY id'),
  );
});

test('both versions write the same few rows all the time, and nobody is ended by a deadlock', async () => {
  await using versions = await livingVersions(apart('about String?'));
  const ask = (version: string, count: number) =>
    Array.from({ length: count }, () => versions.as(version));
  const [fill = versions.tables] = ask('1.0.0', 1);
  await fill('INSERT INTO "Company" SELECT generate_series(1, 3)');
  await fill(`INSERT INTO "Profile" SELECT id, 'first' FROM "Company"`);
  await versions.open('2.0.0', together('/// @moved from: Profile.about\nabout String?'));
  const child = ask('1.0.0', 3).map(async (old, writer) => {
    for (let turn = 0; turn < 150; turn++) {
      const [id, about] = [1 + (turn % 3), `child ${writer} ${turn}`];
      await old(`UPDATE "Profile" SET about = '${about}' WHERE "companyId" = ${id}`);
      await old(`INSERT INTO "Profile" VALUES (${id}, '${about}')
        ON CONFLICT ("companyId") DO UPDATE SET about = excluded.about`);
    }
  });
  const parent = ask('2.0.0', 3).map(async (now, writer) => {
    for (let turn = 0; turn < 300; turn++) {
      const [id, about] = [1 + (turn % 3), `parent ${writer} ${turn}`];
      await now(`UPDATE "Company" SET about = '${about}' WHERE id = ${id}`);
    }
  });
  await Promise.all([...child, ...parent]);
  expect(await fill('SELECT about FROM "Profile" ORDER BY "companyId"')).toEqual(
    await versions.as('2.0.0')('SELECT about FROM "Company" ORDER BY id'),
  );
});
