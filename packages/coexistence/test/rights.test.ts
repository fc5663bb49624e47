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
