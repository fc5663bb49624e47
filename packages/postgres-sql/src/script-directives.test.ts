import { expect, test } from 'vitest';
import { parseDuration } from './duration.ts';
import { PHASES, readDirectives, readPhase } from './script-directives.ts';

const read = (sql: string, path = 'up.sql') => readDirectives({ sql, path });

test('the comments above the first statement are read', () => {
  const { directives, mistakes } = read(
    '-- Some words.\n\n--migrator: no-transaction\r\n-- migrator: lock-timeout = 2s\n' +
      '-- migrator: statement-timeout: 5min\nSELECT 1;\n-- The migrator: a word about it.\nSELECT $$\n-- migrator: no-transaction\n$$;',
  );
  expect(directives).toEqual({
    kind: 'scriptDirectives',
    transactional: false,
    lockTimeoutMs: 2000,
    statementTimeoutMs: 300_000,
  });
  expect(mistakes).toEqual([]);
});

test.each([
  '-- migrator: notransaction',
  '-- migrator: no-transaction = yes',
  '-- migrator: lock-timeout = soon',
  '-- migrator: rollback = never',
  '-- migrator: phase = contrct',
  '-- migrator: ends = soon',
  '-- migrator: Lock-timeout = 1s',
])('%s is told with its line', (text) => {
  expect(read(`-- first\n${text}`).mistakes).toEqual([{ line: 2, text }]);
});

test.each([
  ['under a licence', '/* Copyright. */\n-- migrator: no-transaction\nSELECT 1;', 2],
  ['beside one', '/* Copyright. */ -- migrator: no-transaction\nSELECT 1;', 1],
  ['behind the first statement', '\nSELECT 1;\n-- migrator: rollback = lossy\n', 3],
  ['beside a statement', 'SELECT 1; -- migrator: lock-timeout = 2s', 1],
  ['in other letters', '-- Migrator: no-transaction\nSELECT 1;', 1],
  ['in other letters, behind a statement', 'SELECT 1;\n--MIGRATOR: no-transaction', 2],
  ['in a block comment', '/* migrator: no-transaction */\nSELECT 1;', 1],
  ['without its colon', '-- migrator no-transaction\nSELECT 1;', 1],
  ['behind another word', '-- migration: no-transaction\nSELECT 1;', 1],
  ['with a value behind another word', '-- migraotr: lock-timeout = 2s\nSELECT 1;', 1],
  ['with a space before its colon', '-- migrator : no-transaction\nSELECT 1;', 1],
])('a directive %s is told with its line', (_where, sql, line) => {
  const { directives, mistakes } = read(sql);
  expect(directives).toEqual({ kind: 'scriptDirectives', transactional: true });
  expect(mistakes).toMatchObject([{ line, problem: { line } }]);
});

test('one that stands twice is told: one of the two would do nothing', () => {
  const twice = '-- migrator: lock-timeout = 1s\n-- migrator: lock-timeout = 2s';
  expect(read(twice).directives.lockTimeoutMs).toBe(1000);
  expect(read(twice).mistakes).toMatchObject([
    { line: 2, problem: { line: 2, message: 'lock-timeout stands on line 1 already.' } },
  ]);
});

test('only a down says what going back costs', () => {
  const sql = '-- migrator: rollback = lossy';
  expect(read(sql, '1.0.0/001_init/down.sql').directives.rollback).toBe('lossy');
  expect(read(sql)).toEqual({
    directives: { kind: 'scriptDirectives', transactional: true },
    mistakes: [{ line: 1, text: sql }],
  });
});

test.each(PHASES)('an up says that it is of the phase %s, and a down does not', (phase) => {
  const sql = `-- Some words.\n-- migrator: phase = ${phase}\nSELECT 1;\n`;
  expect(read(sql)).toMatchObject({ directives: { phase }, mistakes: [] });
  expect(readPhase(sql)).toEqual({ phase });
  expect(readPhase(`SELECT 1;\n${sql}`)).toEqual({});
  expect(read(sql, '1.0.0/001_init/down.sql').mistakes).toMatchObject([{ line: 2 }]);
});

test('a contract says which version it ends', () => {
  const sql = '-- migrator: phase = contract\n-- migrator: ends = 2.0.0-rc.1\nSELECT 1;\n';
  expect(readPhase(sql)).toEqual({ phase: 'contract', ends: '2.0.0-rc.1' });
  expect(read(sql)).toMatchObject({ directives: readPhase(sql), mistakes: [] });
});

test.each([
  ['500', 500],
  ['500ms', 500],
  ['10 s', 10_000],
  ['2min', 120_000],
  ['1h', 3_600_000],
  ['1d', 86_400_000],
  ['24d', 2_073_600_000],
  ['25d', undefined],
  ['1500us', 2],
  ['0', 0],
  ['soon', undefined],
  ['1 week', undefined],
  [undefined, undefined],
])('%s is %s ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});
