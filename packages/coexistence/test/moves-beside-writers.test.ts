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
