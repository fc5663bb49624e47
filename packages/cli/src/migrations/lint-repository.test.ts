import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lintRepeatables } from './lint-repository.ts';
import { repositoryMigrations } from './pending-migrations.ts';

test('scripts that run again are linted for a database that is there, by their own paths', async () => {
  const root = mkdtempSync(join(tmpdir(), 'lint-repeatables-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const write = (path: string, sql: string): void => {
    mkdirSync(join(root, 'migrations', path, '..'), { recursive: true });
    writeFileSync(join(root, 'migrations', path), sql);
  };
  write('1.0.0/001_init/up.sql', 'CREATE TABLE product (id bigint PRIMARY KEY);');
  const found = async () => lintRepeatables(await repositoryMigrations(root), root);
  expect(await found()).toEqual([]);
  write('repeatable/list.sql', 'CREATE OR REPLACE VIEW list AS SELECT id FROM product;');
  write('repeatable/wrong.sql', 'DROP TABLE IF EXISTS product;');
  expect(await found()).toMatchObject([{ path: 'migrations/repeatable/wrong.sql', line: 1 }]);
});
