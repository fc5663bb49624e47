import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import { baseline, down, formatDifference, up, verify } from '@schema-service/migrator';
import pg from 'pg';
import { expect, test } from 'vitest';
import { shapes } from './adoption-shapes.ts';
import { runInProcess } from './run-in-process.ts';
import { temporaryRepository } from './temporary-repository.ts';

const server = ['--server', process.env.TEST_DATABASE_URL ?? ''];

const datasource =
  'generator client {\n  provider = "prisma-client-js"\n}\n\ndatasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n\n';

/** Runs SQL as Prisma Migrate does, each text in one message. */
async function applyAll(connectionString: string, texts: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    for (const sql of texts) await client.query(sql);
  } finally {
    await client.end();
  }
}

const differencesOf = async (connection: string, migrations: string): Promise<readonly string[]> =>
  (await verify({ connection, migrations })).differences.map(formatDifference);

test.each(Object.entries(shapes))(
  '%s: adopted, baselined, verified, changed, checked and migrated',
  async (_name, { schema, migrations, accepted = [], change, drafts, never }) => {
    using folder = temporaryRepository(
      {
        'old/schema.prisma': datasource + schema,
        ...Object.fromEntries(
          Object.entries(migrations).map(([name, sql]) => [
            `old/migrations/${name}/migration.sql`,
            sql,
          ]),
        ),
      },
      { config: false },
    );
    const schemactl = (...args: readonly string[]) =>
      runInProcess(folder.path, [...args, ...server]);
    const init = ['init', '--from', 'old', '--yes', '--scope', '@acme'];
    if (accepted.length > 0) {
      const refused = await schemactl(...init);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain('error ADOPTION_MISMATCH');
      for (const name of accepted) expect(refused.stderr).toContain(name);
      expect(readdirSync(folder.path)).toEqual(['old']);
      init.push('--accept-differences');
    }
    const adopted = await schemactl(...init);
    expect(adopted, adopted.stderr).toMatchObject({ code: 0 });
    const file = join(folder.path, 'migrations/accepted-differences.json');
    const found = existsSync(file)
      ? JSON.parse(folder.read('migrations/accepted-differences.json')).differences
      : [];
    expect(
      found.map(({ name }: { name: string }) => /(\w+)"?$/.exec(name)?.[1]).toSorted(),
    ).toEqual(accepted.toSorted());

    await using database = await createTestDatabase();
    const connection = database.connectionString;
    const old = Object.keys(migrations)
      .toSorted()
      .map((name) => migrations[name] ?? '');
    const needed = adopted.stderr.includes('001_extensions')
      ? ['CREATE EXTENSION "uuid-ossp"; CREATE EXTENSION citext;']
      : [];
    await applyAll(connection, [...needed, ...old]);
    const ours = join(folder.path, 'migrations');
    await baseline({ connection, migrations: ours, version: '1.0.0' });
    expect(await differencesOf(connection, ours)).toEqual([]);

    folder.write('schema/schema.prisma', datasource + change(schema));
    const changed = await schemactl('change');
    expect(changed, changed.stderr).toMatchObject({ code: 0 });
    const version = readdirSync(ours).find((name) => /^\d/.test(name) && name !== '1.0.0');
    const texts = version === undefined ? [] : readdirSync(join(ours, version)).toSorted();
    const text = texts
      .flatMap((id) => [`${id}/up.sql`, `${id}/down.sql`])
      .map((path) => folder.read(`migrations/${version}/${path}`))
      .join('\n');
    if (drafts !== undefined) expect(text).toMatch(drafts);
    if (never !== undefined) expect(text).not.toMatch(never);
    expect(await schemactl('check')).toMatchObject({ code: 0, stdout: '' });
    if (version === undefined) return;
    await up({ connection, migrations: ours });
    await down({ connection, migrations: ours, to: '1.0.0', allowDataLoss: true });
    expect(await differencesOf(connection, ours)).toEqual([]);
  },
);
