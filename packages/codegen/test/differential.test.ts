import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { bothClients } from './differential/clients.ts';
import { fixtureModel, fixtures } from './fixture.ts';
import { execute } from './installed-project.ts';
import { run } from './run.ts';

/** `pnpm test:differential` asks for more calls, and for seeds of its own each time. */
const calls = Number(process.env.DIFFERENTIAL_CALLS ?? 300);
const isLong = process.env.DIFFERENTIAL_CALLS !== undefined;
const first = Number(process.env.DIFFERENTIAL_SEED ?? Date.now() % 1e9);
const seeds = isLong ? [first, first + 1, first + 2] : [1];
const schemas = isLong ? ['everything', 'names', 'namespaces', 'small'] : ['everything'];

/** Views of all that is in `public`, in the schema of the client's version. */
const versionSchema = `
CREATE SCHEMA db_1_0_0;
DO $$ DECLARE name name; BEGIN
  FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') LOOP
    EXECUTE format('CREATE VIEW db_1_0_0.%I AS SELECT * FROM public.%I', name, name);
  END LOOP;
END $$`;

interface Report {
  readonly calls: number;
  readonly errors: number;
  readonly path: { readonly fast: number; readonly slow: number; readonly replayed: number };
  readonly differences: readonly unknown[];
}

test.each(schemas)(
  'the client answers calls of the schema "%s" as Prisma does, on tables and on the views of a version',
  async (name) => {
    using clients = await bothClients(fixtureModel(name));
    const ddl = readFileSync(join(fixtures, name, 'up.sql'), 'utf8');
    for (const [seed, place] of seeds.flatMap((one) => [
      [one, ''] as const,
      [one, '?versioned=true'] as const,
    ])) {
      await using one = await createTestDatabase();
      await using other = await createTestDatabase();
      for (const { connectionString } of [one, other]) await execute(connectionString, ddl);
      await execute(one.connectionString, versionSchema);
      const args = [
        '--conditions=source',
        join(import.meta.dirname, 'differential', 'main.ts'),
        ...[name, String(seed), String(calls), clients.directory],
        ...[`${one.connectionString}${place}`, other.connectionString],
      ];
      const result = await run(process.execPath, args, { cwd: import.meta.dirname });
      expect(result.exitCode, result.stderr).toBe(0);
      const report: Report = JSON.parse(result.stdout);
      const { differences, ...summary } = report;
      if (isLong) console.log(JSON.stringify(summary));
      expect(differences).toEqual([]);
      expect(report.calls).toBeGreaterThanOrEqual(calls);
      // Without it all would be equal, too.
      expect(report.path.fast).toBeGreaterThan(report.path.slow / 4);
      expect(report.path.replayed).toBeGreaterThan(0);
      expect(report.errors).toBeGreaterThan(0);
    }
  },
  isLong ? 3_600_000 : 300_000,
);
