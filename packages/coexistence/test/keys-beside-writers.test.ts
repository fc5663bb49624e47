import { expect, test } from 'vitest';
import { type Ask, livingVersions } from './living-versions.ts';

const schema = (id: string, ref: string): string => `
  model Shop {
    id ${id}
    name String @unique
    nextId ${ref.replace('%', '?')}
    next Shop? @relation("next", fields: [nextId], references: [id], onDelete: SetNull)
    before Shop[] @relation("next")
    items Item[]
  }
  model Item {
    id Int @id @default(autoincrement())
    name String
    shopId ${ref.replace('%', '')}
    shop Shop @relation(fields: [shopId], references: [id], onDelete: Cascade)
  }
`;

/** Makes shops with items, moves items between them, and deletes some, until it is told to stop. */
function startTrading(ask: Ask, who: string, id: string) {
  let isOver = false;
  const work = async (): Promise<void> => {
    let last: unknown = null;
    for (let at = 0; !isOver; at++) {
      const name = `${who} ${at}`;
      const next = last === null ? 'NULL' : `'${last}'`;
      const columns = id === '' ? 'name, "nextId"' : 'id, name, "nextId"';
      const [shop] = await ask(
        `INSERT INTO "Shop" (${columns}) VALUES (${id}'${name}', ${next}) RETURNING id`,
      );
      await ask(`INSERT INTO "Item" (name, "shopId") VALUES ('${name}', '${shop?.id}')`);
      if (last !== null) {
        await ask(`UPDATE "Item" SET "shopId" = '${last}', name = name WHERE name = '${name}'`);
        await ask(`UPDATE "Item" SET "shopId" = '${shop?.id}' WHERE name = '${name}'`);
        if (at % 3 === 0) await ask(`DELETE FROM "Shop" WHERE id = '${last}'`);
      }
      last = shop?.id;
    }
  };
  const done = work();
  return {
    stop: (): Promise<void> => {
      isOver = true;
      return done;
    },
  };
}

const read = `SELECT i.name, s.name AS shop, n.name AS next FROM "Item" i
  JOIN "Shop" s ON s.id = i."shopId" LEFT JOIN "Shop" n ON n.id = s."nextId" ORDER BY 1`;

test('a key gets another type under writers of both versions: every row keeps what it refers to', async () => {
  await using versions = await livingVersions(schema('Int @id @default(autoincrement())', 'Int%'));
  const [old, now] = [versions.as('1.0.0'), versions.as('2.0.0')];
  await old(`INSERT INTO "Shop" (name) SELECT 'made ' || n FROM generate_series(1, 200) AS n`);
  await old(`INSERT INTO "Item" (name, "shopId") SELECT 'made ' || id, id FROM "Shop"`);
  const before = ['a', 'b'].map((who) => startTrading(versions.as('1.0.0'), who, ''));
  await versions.open('2.0.0', schema('String @id @default(uuid()) @db.Uuid', 'String% @db.Uuid'));
  const after = startTrading(now, 'c', 'gen_random_uuid(), ');
  await now(`UPDATE "Item" SET name = name || '!' WHERE name LIKE 'made%'`);
  await Promise.all(before.map(({ stop }) => stop()));
  await after.stop();
  const rows = await old(read);
  expect(rows.length).toBeGreaterThan(200);
  expect(rows.filter(({ name, shop }) => String(name).replace('!', '') !== shop)).toEqual([]);
  expect(await now(read)).toEqual(rows);

  const alone = startTrading(versions.as('2.0.0'), 'd', 'gen_random_uuid(), ');
  await versions.close('1.0.0');
  await alone.stop();
  const left = await now(read);
  expect(left.filter(({ name, shop }) => String(name).replace('!', '') !== shop)).toEqual([]);
});
