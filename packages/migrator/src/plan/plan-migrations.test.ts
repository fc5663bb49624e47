import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Migration, MigrationScript } from '../migrations/migration.ts';
import type { AppliedMigration } from '../tracking/applied-migration.ts';
import { historyOf } from '../tracking/history.ts';
import { currentVersionOf } from './current-version.ts';
import type { MigrationPlan, PlanOptions } from './migration-plan.ts';
import { planMigrations } from './plan-migrations.ts';

const script = (path: string): MigrationScript => ({
  kind: 'migrationScript',
  path,
  sql: 'SELECT 1',
  checksum: `sum of ${path}`,
});

function migration(version: string, id: string, reversible = true): Migration {
  const path = `${version}/${id}`;
  const down = reversible ? { down: script(`${path}/down.sql`) } : {};
  const sequence = Number.parseInt(id, 10);
  return { kind: 'migration', id, version, sequence, up: script(`${path}/up.sql`), ...down };
}

const MIGRATIONS = [
  migration('1.0.0', '001_init'),
  migration('1.0.0', '002_reviews'),
  migration('1.10.0', '003_companies'),
  migration('2.0.0', '004_views'),
];

let nextId = 1;
function row(
  { id: name, version, sequence, up }: Migration,
  fields: Partial<AppliedMigration> = {},
): AppliedMigration {
  return {
    kind: 'appliedMigration',
    completesVersion: false,
    id: nextId++,
    migration: name,
    version,
    sequence,
    direction: 'up',
    action: 'run',
    note: null,
    checksum: up.checksum,
    status: 'success',
    attempt: 1,
    startedAt: new Date(0),
    finishedAt: new Date(0),
    durationMs: 0,
    databaseUser: 'postgres',
    osUser: null,
    host: null,
    toolVersion: '0.0.0',
    gitCommit: null,
    error: null,
    statementsDone: 0,
    statementDigests: [],
    ...fields,
  };
}

const rows = (count: number): AppliedMigration[] => MIGRATIONS.slice(0, count).map((m) => row(m));
const planFor = (
  migrations: readonly Migration[],
  history: readonly AppliedMigration[],
  goal: PlanOptions,
): MigrationPlan => planMigrations(migrations, historyOf(history), goal);
const ids = (plan: MigrationPlan): string[] =>
  plan.steps.map((step) => `${step.direction} ${step.migration.id}`);

test('up goes to the highest version, or to the one that is asked for', () => {
  const all = planFor(MIGRATIONS, [], { direction: 'up' });
  expect(all).toMatchObject({ currentVersion: null, targetVersion: '2.0.0' });
  expect(ids(all)).toEqual(['up 001_init', 'up 002_reviews', 'up 003_companies', 'up 004_views']);
  expect(all.steps.map((step) => step.completesVersion)).toEqual([false, true, true, true]);
  const some = planFor(MIGRATIONS, rows(1), { direction: 'up', to: '1.10.0' });
  expect(ids(some)).toEqual(['up 002_reviews', 'up 003_companies']);
  expect(planFor(MIGRATIONS, rows(4), { direction: 'up' }).steps).toEqual([]);
});

test('down takes back in reverse what is above the version', () => {
  const plan = planFor(MIGRATIONS, rows(4), { direction: 'down', to: '1.0.0' });
  expect(plan).toMatchObject({ currentVersion: '2.0.0', targetVersion: '1.0.0' });
  expect(ids(plan)).toEqual(['down 004_views', 'down 003_companies']);
  expect(plan.steps[0]?.script.path).toBe('2.0.0/004_views/down.sql');
  const all = planFor(MIGRATIONS, rows(2), { direction: 'down', to: 'none' });
  expect(ids(all)).toEqual(['down 002_reviews', 'down 001_init']);
});

test('what was rolled back is pending again; failures are counted, and done statements remembered', () => {
  const [init, other, ...rest] = MIGRATIONS as [Migration, Migration, ...Migration[]];
  const sql = '-- migrator: no-transaction\nSELECT 1;\nSELECT 2;\nSELECT 3';
  const reviews = { ...other, up: { ...other.up, sql } };
  const edited = { checksum: 'an earlier text' };
  const history = [
    row(init),
    row(reviews),
    row(reviews, { direction: 'down', status: 'rolled_back', checksum: 'sum of its down' }),
    row(reviews, {
      status: 'failed',
      statementsDone: 1,
      statementDigests: [digest('SELECT 1')],
      ...edited,
    }),
    row(reviews, { status: 'failed', statementsDone: 2, statementDigests: [null] }),
  ];
  const stepOf = (rows: readonly AppliedMigration[]) =>
    planFor([init, reviews, ...rest], rows, { direction: 'up', to: '1.0.0' }).steps[0];
  expect(stepOf(history)).toMatchObject({
    migration: { id: '002_reviews' },
    attempt: 3,
    statementsDone: 2,
  });
  // Which statements an older migrator has done, only the checksum of the whole script tells.
  const unknown = row(reviews, {
    status: 'failed',
    statementsDone: 2,
    statementDigests: [null, null],
    ...edited,
  });
  expect(() => stepOf([row(init), unknown])).toThrow('an older migrator has not noted');
});

const digest = (sql: string): string => hash('sha256', sql);

test('a version counts when all of it is applied', () => {
  expect(currentVersionOf(MIGRATIONS, rows(1))).toBeNull();
  expect(currentVersionOf(MIGRATIONS, rows(2))).toBe('1.0.0');
  expect(currentVersionOf(MIGRATIONS, rows(3))).toBe('1.10.0');
  expect(currentVersionOf(MIGRATIONS, rows(4))).toBe('2.0.0');
});

const [INIT, REVIEWS, COMPANIES] = MIGRATIONS as [Migration, Migration, Migration];

test.each([
  [
    'an unknown version',
    MIGRATIONS,
    [],
    { direction: 'up', to: '3.0.0' },
    'MIGRATION_VERSION_UNKNOWN',
    'no version 3.0.0',
  ],
  [
    'a down to nowhere',
    MIGRATIONS,
    rows(2),
    { direction: 'down' },
    'MIGRATION_VERSION_UNKNOWN',
    'needs a version',
  ],
  [
    'an up that goes down',
    MIGRATIONS,
    rows(4),
    { direction: 'up', to: '1.0.0' },
    'MIGRATION_TARGET_BELOW_CURRENT',
    'has migrations of 2.0.0',
  ],
  [
    'a down that goes up',
    MIGRATIONS,
    rows(2),
    { direction: 'down', to: '2.0.0' },
    'MIGRATION_TARGET_ABOVE_CURRENT',
    'is at 1.0.0',
  ],
  [
    'an edited file',
    MIGRATIONS,
    [row(INIT, { checksum: 'old' })],
    { direction: 'up' },
    'MIGRATION_CHECKSUM_MISMATCH',
    '1.0.0/001_init/up.sql was edited after it was applied.\n  applied: sha256 old\n  file:    sha256 sum of 1.0.0/001_init/up.sql',
  ],
  [
    'a missing file',
    MIGRATIONS.slice(1),
    [row(INIT)],
    { direction: 'up' },
    'MIGRATION_FILE_MISSING',
    '1.0.0/001_init/up.sql is applied, and not among',
  ],
  [
    'a renamed file',
    [{ ...INIT, id: '001_start' }],
    [row(INIT)],
    { direction: 'up' },
    'MIGRATION_FILE_MISSING',
    'lies now at 1.0.0/001_init/up.sql',
  ],
  [
    'a file that came late',
    MIGRATIONS,
    [row(INIT), row(COMPANIES)],
    { direction: 'up' },
    'MIGRATION_OUT_OF_ORDER',
    '1.0.0/002_reviews/up.sql is not applied, although 1.10.0/003_companies',
  ],
  [
    'no down',
    [INIT, migration('1.0.0', '002_reviews', false), COMPANIES],
    [row(INIT), row(REVIEWS), row(COMPANIES)],
    { direction: 'down', to: 'none' },
    'MIGRATION_IRREVERSIBLE',
    '1.0.0/002_reviews cannot be rolled back',
  ],
] as const)('%s is refused', (_name, migrations, history, goal, code, message) => {
  const planned = () => planFor(migrations, history, goal);
  expect(planned).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(message) }),
  );
});
