import { expect, test } from 'vitest';
import { advance, startOfRun } from './progress-state.ts';
import { type RolloutProgress, rolloutFrame } from './rollout-frame.ts';

const result = {
  kind: 'migrationResult',
  direction: 'up',
  fromVersion: '1.0.0',
  toVersion: '1.1.0',
  migrations: [{ migration: '002_name', version: '1.1.0', durationMs: 5 }],
} as const;

const step = {
  migration: '002_name',
  version: '1.1.0',
  direction: 'up',
  position: 1,
  total: 1,
} as const;

const run = startOfRun(1000);
const retrying = {
  kind: 'migrationRetrying',
  reason: 'deadlock',
  blockers: [],
  tries: 1,
  pauseMs: 500,
} as const;

const rollout = new Map<string, RolloutProgress>([
  ['eu', { kind: 'moved', environment: 'eu', durationMs: 1200, result }],
  ['us-east', { kind: 'running', run: advance(run, { ...retrying, ...step }, 2000) }],
  ['us-west', { kind: 'running', run }],
  [
    'asia',
    { kind: 'failed', environment: 'asia', durationMs: 30, error: { code: 'X', message: 'y' } },
  ],
  ['africa', { kind: 'waiting' }],
  ['mars', { kind: 'notStarted', environment: 'mars', durationMs: 0 }],
]);

test('a line for each database, in their order', () => {
  expect(rolloutFrame(rollout, 5000, { columns: 80, rows: 20 })).toEqual([
    'eu       done: at 1.1.0, 1 migration, 1.2 s',
    'us-east  1.1.0/002_name: deadlock, again in 500 ms  3.0 s',
    'us-west  running 4.0 s',
    'asia     failed: X, 30 ms',
    'africa   waiting',
    'mars     not started',
  ]);
});

test('where there are fewer rows, those that matter most, and the number of the others', () => {
  expect(rolloutFrame(rollout, 5000, { columns: 80, rows: 4 })).toEqual([
    'us-east  1.1.0/002_name: deadlock, again in 500 ms  3.0 s',
    'us-west  running 4.0 s',
    'asia     failed: X, 30 ms',
    'and 1 waiting, 1 not started, 1 done',
  ]);
});

test('no line is wider than the terminal, nor is a name of more than a third of it', () => {
  const named = new Map(
    [...rollout].map(([name, progress]) => [`${name}-${'x'.repeat(40)}`, progress]),
  );
  for (const columns of [20, 40, 60]) {
    const lines = rolloutFrame(named, 5000, { columns, rows: 5 });
    expect(lines).toHaveLength(5);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
    expect(lines[0]?.slice(0, Math.floor(columns / 3))).toMatch(/^us-.*\.\.\.$/);
  }
});
