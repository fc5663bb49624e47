import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testMigrations } from '../src/index.ts';
import { server } from './server.ts';

const root = join(import.meta.dirname, '..', '..', '..');

test.each(['1.0.0', '1.1.0', '2.0.0', '3.0.0'])(
  "the repository's own %s passes",
  async (version) => {
    const report = await testMigrations({ root, version, serverUrl: server() });
    expect(report.steps.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect(report.ok).toBe(true);
    expect(report.tables.filter(({ rows, problem }) => rows === 0 || problem)).toEqual([]);
  },
);
