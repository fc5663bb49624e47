import {
  historyOf,
  type MigrationEvent,
  type MigrationPlan,
  planMigrations,
} from '@schema-service/migrator';
import { expect, test } from 'vitest';
import { progressBar, progressFrame } from './progress-frame.ts';
import { advance, startOfRun } from './progress-state.ts';

const INDEX =
  '-- migrator: no-transaction\nANALYZE product;\nCREATE INDEX CONCURRENTLY\n  product_id ON product (id);';

function planOf(scripts: readonly string[]): MigrationPlan {
  const migrations = scripts.map((sql, index) => {
    const id = `00${index + 1}_step`;
    const up = { kind: 'migrationScript', path: `1.0.0/${id}/up.sql`, checksum: id, sql } as const;
    return { kind: 'migration', id, version: '1.0.0', sequence: index + 1, up } as const;
  });
  return planMigrations(migrations, historyOf([]), { direction: 'up' });
}

const plan = planOf(['CREATE TABLE product (id integer); SELECT 1;', INDEX]);
const at = (position: number) =>
  ({
    migration: `00${position}_step`,
    version: '1.0.0',
    direction: 'up',
    position,
    total: 2,
  }) as const;
const statement = { statement: 2, statements: 2, ...at(2) };

test.each<[readonly MigrationEvent[], string]>([
  [[], ''],
  [
    [
      { kind: 'statementStarted', ...statement },
      {
        ...{ kind: 'batchApplied', batches: 14, rowsPassed: 7000, rowsChanged: 6000, changed: 500 },
        ...{ estimatedRows: 9000, remainingMs: 5000, durationMs: 1, ...statement },
      },
    ],
    '1.0.0/002_step: 2 of 2: 7000 of about 9000 rows in 14 batches, about 5.0 s left  4.0 s',
  ],
  [
    [{ kind: 'lockWaiting', holder: { pid: 7, user: 'me' } as never, waitedMs: 3000 }],
    'waiting for process 7 (me)  7.0 s',
  ],
  [
    [
      { kind: 'lockWaiting', holder: null, waitedMs: 3000 },
      { kind: 'lockAcquired', waitedMs: 3000 },
    ],
    '',
  ],
  [[{ kind: 'planned', plan }], '[>           ] 0/2 4.0 s'],
  [
    [
      { kind: 'planned', plan },
      { kind: 'migrationStarted', ...at(1) },
    ],
    '[>           ] 0/2 4.0 s  1.0.0/001_step: 2 statements in one transaction  4.0 s',
  ],
  [
    [
      { kind: 'planned', plan },
      { kind: 'migrationApplied', durationMs: 1, ...at(1) },
      { kind: 'migrationStarted', ...at(2) },
      { kind: 'statementStarted', ...statement },
    ],
    '[======>     ] 1/2 4.0 s  1.0.0/002_step: 2 of 2: CREATE INDEX CONCURRENTLY product_id ON product (id)  4.0 s',
  ],
  [
    [
      { kind: 'planned', plan },
      {
        kind: 'migrationRetrying',
        reason: 'lock timeout',
        blockers: [],
        tries: 1,
        pauseMs: 500,
        ...at(2),
      },
    ],
    '[>           ] 0/2 4.0 s  1.0.0/002_step: lock timeout, again in 500 ms  4.0 s',
  ],
])('after %# events the line says where the run is', (events, expected) => {
  const state = events.reduce((before, event) => advance(before, event, 1000), startOfRun(1000));
  expect(progressFrame(state, 5000, 200)).toBe(expected);
});

test('the line is never wider than the terminal, and keeps the time at its end', () => {
  const events: readonly MigrationEvent[] = [
    { kind: 'planned', plan },
    { kind: 'statementStarted', ...statement },
  ];
  const state = events.reduce((before, event) => advance(before, event, 0), startOfRun(0));
  const line = progressFrame(state, 2000, 60);
  expect(line).toBe('[>           ] 0/2 2.0 s  1.0.0/002_step: 2 of 2: ...  2.0 s');
  expect(line).toHaveLength(60);
});

test('the bar is full at the end alone', () => {
  expect(progressBar(999, 1000)).toBe(`[${'='.repeat(11)}>] 999/1000`);
  expect(progressBar(2, 2)).toBe(`[${'='.repeat(12)}] 2/2`);
});
