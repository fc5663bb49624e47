import { randomBytes } from 'node:crypto';
import { testMajor } from '@schema-service/local-postgres';
import type { Structure } from '@schema-service/migration-draft';
import { expect, test } from 'vitest';
import { livingVersions } from './living-versions.ts';

test('a role that may use the views of its version alone writes what the other one reads', async () => {
  await using versions = await livingVersions(`
    enum Status {
      PENDING
      DONE
      @@map("status")
    }
    model Task {
      id Int @id @default(autoincrement())
      status Status @default(PENDING)
    }
  `);
  await versions.open(
    '2.0.0',
    `
    enum Status {
      /// @renamed from: PENDING
      QUEUED
      DONE
      @@map("status_2")
    }
    model Task {
      id Int @id @default(autoincrement())
      status Status @default(QUEUED)
    }
  `,
  );
  const role = `service_${new URL(versions.connectionString).pathname.slice(1)}`;
  await versions.tables(`REVOKE ALL ON SCHEMA public FROM PUBLIC; CREATE ROLE ${role};
    GRANT USAGE ON SCHEMA v_1_0_0 TO ${role}; GRANT ALL ON ALL TABLES IN SCHEMA v_1_0_0 TO ${role};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${role}`);
  try {
    const service = versions.as('1.0.0');
    await service(`SET ROLE ${role}`);
    await service('INSERT INTO "Task" DEFAULT VALUES');
    await service('INSERT INTO "Task" DEFAULT VALUES');
    await service(`UPDATE "Task" SET status = 'DONE' WHERE id = 2`);
    await expect(service('SELECT FROM public."Task"')).rejects.toThrow('permission denied');
    expect(await versions.as('2.0.0')('SELECT * FROM "Task" ORDER BY id')).toEqual([
      { id: 1, status: 'QUEUED' },
      { id: 2, status: 'DONE' },
    ]);
  } finally {
    await versions.as('1.0.0')('RESET ROLE');
    await versions.tables(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
  }
});

const schema = (likes: string, ofPost: string, ofText: string): string => `
  model Post {
    id Int @id
    likes ${likes}
    ${ofPost}
    text Text?
  }
  model Text {
    postId Int @id
    ${ofText}
    post Post @relation(fields: [postId], references: [id])
  }
`;

test('so does one whose rows follow each other from table to table', async () => {
  await using versions = await livingVersions(schema('Int', '', 'words String?'));
  await versions.open('2.0.0', schema('BigInt', '/// @moved from: Text.words\nwords String?', ''));
  const role = `reader_${randomBytes(6).toString('hex')}`;
  await versions.tables(`CREATE ROLE ${role}`);
  try {
    await versions.tables(`GRANT USAGE ON SCHEMA v_1_0_0 TO ${role}`);
    await versions.tables(
      `GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA v_1_0_0 TO ${role}`,
    );
    const old = versions.as('1.0.0');
    await old(`SET ROLE ${role}`);
    await old('INSERT INTO "Post" VALUES (1, 5)');
    await old(`INSERT INTO "Text" VALUES (1, 'a')`);
    await old(`UPDATE "Text" SET words = 'b'`);
    await expect(old('SELECT * FROM public."Post"')).rejects.toThrow('permission denied');
    await expect(old('SELECT * FROM v_2_0_0."Post"')).rejects.toThrow('permission denied');
    expect(await versions.as('2.0.0')('SELECT * FROM "Post"')).toEqual([
      { id: 1, likes: '5', words: 'b' },
    ]);
    await old('RESET ROLE');
  } finally {
    await versions.tables(`DROP OWNED BY ${role}`);
    await versions.tables(`DROP ROLE ${role}`);
  }
});

const note = (likes: string): string => `
  model Note {
    id Int @id
    owner String
    likes ${likes}
  }
`;
const secured: Structure = [
  { kind: 'table', name: 'public."Note"', properties: { 'row security': true } },
];
const isTooOld = testMajor() < 15;

test.runIf(isTooOld)(
  'row security is refused by a server whose views would not heed it',
  async () => {
    await expect(livingVersions(note('Int'), [], secured)).rejects.toThrow(
      'the views of 1.0.0 need PostgreSQL 15 or newer: "Note" have row security',
    );
  },
);

test.skipIf(isTooOld)(
  'row security is that of who asks, whichever version of the client',
  async () => {
    await using versions = await livingVersions(note('Int'), [], secured);
    const role = `owner_${randomBytes(6).toString('hex')}`;
    await versions.tables(`ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
    CREATE POLICY own ON "Note" USING (owner = current_user); CREATE ROLE ${role}`);
    try {
      await versions.open('2.0.0', note('BigInt'));
      for (const namespace of ['public', 'v_1_0_0', 'v_2_0_0']) {
        await versions.tables(`GRANT USAGE ON SCHEMA ${namespace} TO ${role};
        GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA ${namespace} TO ${role}`);
      }
      const [old, now] = [versions.as('1.0.0'), versions.as('2.0.0')];
      await old(`INSERT INTO "Note" VALUES (1, 'somebody', 1)`);
      for (const ask of [old, now]) await ask(`SET ROLE ${role}`);
      await old(`INSERT INTO "Note" VALUES (2, '${role}', 1)`);
      await now('UPDATE "Note" SET likes = likes + 1');
      await expect(now(`INSERT INTO "Note" VALUES (3, 'somebody', 1)`)).rejects.toThrow(
        'row-level',
      );
      expect(await old('SELECT id, likes FROM "Note"')).toEqual([{ id: 2, likes: 2 }]);
      expect(await now('SELECT id, likes FROM "Note"')).toEqual([{ id: 2, likes: '2' }]);
      for (const ask of [old, now]) await ask('RESET ROLE');
    } finally {
      await versions.tables(`DROP OWNED BY ${role}`);
      await versions.tables(`DROP ROLE ${role}`);
    }
  },
);
