import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataModel } from './data-model.ts';
import { fixtureModel } from './fixture.ts';
import { ddl, execute, installProject } from './installed-project.ts';
import { run } from './run.ts';

/** `pnpm test:differential` asks for more calls, and for seeds of its own each time. */
const calls = process.env.DIFFERENTIAL_CALLS ?? '400';
const isLong = process.env.DIFFERENTIAL_CALLS !== undefined;
const seeds = isLong
  ? Array.from({ length: 10 }, (_, index) => (Date.now() % 1e9) + index)
  : [1, 2];

let project: string;

beforeAll(async () => {
  project = (await installProject()).directory;
  writeFileSync(join(project, 'model.json'), JSON.stringify(dataModel(fixtureModel('everything'))));
}, 180_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

interface Report {
  readonly seed: number;
  readonly calls: number;
  readonly errors: number;
  readonly path: { readonly fast: number; readonly slow: number; readonly replayed: number };
  readonly differences: readonly unknown[];
}

test.each(seeds)(
  'the fast path answers as Prisma does, with seed %i',
  async (seed) => {
    await using one = await createTestDatabase();
    await using other = await createTestDatabase();
    for (const { connectionString } of [one, other]) await execute(connectionString, ddl);
    const urls = [one.connectionString, other.connectionString];
    const args = ['differential.mjs', ...urls, 'model.json', String(seed), calls];
    const result = await run(process.execPath, args, { cwd: project });
    expect(result.exitCode, result.stderr).toBe(0);
    const report: Report = JSON.parse(result.stdout);
    if (isLong) console.log(JSON.stringify({ ...report, differences: report.differences.length }));
    expect(report.differences).toEqual([]);
    expect(report.calls).toBe(Number(calls));
    const { fast, slow, replayed } = report.path;
    // Without it all would be equal, too.
    expect(fast).toBeGreaterThan(slow / 2);
    expect(replayed).toBeGreaterThan(0);
    expect(report.errors).toBeGreaterThan(0);
  },
  isLong ? 600_000 : 60_000,
);
