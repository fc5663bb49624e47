import { expect, test } from 'vitest';
import { type Ask, livingVersions } from './living-versions.ts';

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

test.each([[['about']], [['about', 'size']]])(
  'both versions write %s of one row at once, and nobody has to try again',
  async (names) => {
    const columns = names.map((name) => `${name} String?`);
    const moved = columns.map(
      (column) => `/// @moved from: Profile.${column.split(' ')[0]}\n${column}`,
    );
    await using versions = await livingVersions(apart(columns.join('\n')));
    const [old, now] = [versions.as('1.0.0'), versions.as('2.0.0')];
    await old('INSERT INTO "Company" VALUES (1)');
    await old('INSERT INTO "Profile" VALUES (1)');
    await versions.open('2.0.0', together(moved.join('\n')));
    const list = names.join(', ');
    const write = async (ask: Ask, table: string): Promise<void> => {
      for (let turn = 0; turn < 500; turn++) {
        const name = names[turn % names.length];
        await ask(`UPDATE "${table}" SET ${name} = '${table} ${turn}'`);
      }
    };
    await Promise.all([write(old, 'Profile'), write(now, 'Company')]);
    expect(await old(`SELECT ${list} FROM "Profile"`)).toEqual(
      await now(`SELECT ${list} FROM "Company"`),
    );
  },
);

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
