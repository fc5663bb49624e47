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

interface Report {
  readonly calls: number;
  readonly errors: number;
  readonly path: { readonly fast: number; readonly slow: number; readonly replayed: number };
  readonly differences: readonly unknown[];
}

test.each(schemas)(
  'the client answers calls of the schema "%s" as Prisma does',
  async (name) => {
    using clients = await bothClients(fixtureModel(name));
    const ddl = readFileSync(join(fixtures, name, 'up.sql'), 'utf8');
    for (const seed of seeds) {
      await using one = await createTestDatabase();
      await using other = await createTestDatabase();
      for (const { connectionString } of [one, other]) await execute(connectionString, ddl);
      const args = [
        '--conditions=source',
        join(import.meta.dirname, 'differential', 'main.ts'),
        ...[name, String(seed), String(calls), clients.directory],
        ...[one.connectionString, other.connectionString],
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
  isLong ? 3_600_000 : 120_000,
);
