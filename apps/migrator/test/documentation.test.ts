import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDatabaseServers } from '@schema-service/database-url';
import { createTestDatabase, type TestDatabase } from '@schema-service/local-postgres';
import { approvedPlan, plan, readEnvironments, retire, up } from '@schema-service/migrator';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseCommand } from '../src/parse-command.ts';

const root = join(import.meta.dirname, '../../..');
const PAGES = globSync(['docs/*.md', 'apps/migrator/*.md', 'packages/migrator/*.md', 'README.md'], {
  cwd: root,
  exclude: ['**/CHANGELOG.md'],
});

interface Block {
  readonly page: string;
  readonly language: string;
  readonly text: string;
}

function blocksOf(page: string): readonly Block[] {
  const blocks = readFileSync(join(root, page), 'utf8').matchAll(/^```(\w+)\n(.*?)^```$/gms);
  return [...blocks].map(([, language = '', text = '']) => ({ page, language, text }));
}

const BLOCKS = PAGES.flatMap(blocksOf);
const ofTheMigrator = BLOCKS.filter(({ page }) => page === 'docs/migrator.md');
const linesOf = (blocks: readonly Block[]): readonly string[] =>
  blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) => text.replaceAll('\\\n', ' ').split('\n'));

let folder: string;
let database: TestDatabase;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'documentation-'));
  database = await createTestDatabase();
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await database[Symbol.asyncDispose]();
});

function write(name: string, text: string): string {
  const file = join(folder, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** The words of the command in a line of a shell; what stands before and behind it, and what may be left out, is. */
function wordsOf(written: string): readonly string[] | undefined {
  const line = written.replace(/\[[^\]]*\]/g, '').replaceAll('VERSION', '1.1.0');
  const [, command] =
    /(?:^|\s)schema-migrator((?:\s+(?:'[^']*'|"[^"]*"|[^\s|>#;&]+))+)/.exec(line) ?? [];
  return command?.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)?.map((word) => word.replace(/["']/g, ''));
}

const COMMANDS = [...new Set(linesOf(BLOCKS).filter((line) => wordsOf(line) !== undefined))];

test('every command of the pages is one', async () => {
  const named = COMMANDS.join(' ').matchAll(/--env (\S+)/g);
  const names = ['eu', 'us', ...[...named].map(([, name = '']) => name)];
  const url = { url: 'postgresql://h/db', group: 'canary' };
  const environments = Object.fromEntries(names.map((name) => [name, url]));
  const config = write('config.json', JSON.stringify({ environments }));
  const { connectionString: connection } = database;
  const migrations = join(root, 'migrations');
  const approved = approvedPlan(await plan({ connection, migrations, direction: 'up' }));
  const planFile = write('plan.json', JSON.stringify(approved));
  expect(COMMANDS.length).toBeGreaterThan(50);
  const refused = COMMANDS.flatMap((line) => {
    const words = (wordsOf(line) ?? []).map((word) => (word === 'plan.json' ? planFile : word));
    const isNamed = !words.includes('--api') && /--(?:env|all|group)\b/.test(line);
    const args = isNamed ? [...words, '--config', config] : words;
    try {
      parseCommand(args, { DATABASE_URL: connection, SCHEMA_API_TOKEN: 'token' });
      return [];
    } catch (error) {
      return [`${line}: ${String(error)}`];
    }
  });
  expect(refused).toEqual([]);
});

test('every connection string and every config file is read', () => {
  const [ca, certificate, key] = ['ca.pem', 'me.crt', 'me.key'].map((name) => write(name, 'x'));
  const strings = linesOf(ofTheMigrator).flatMap((line) => {
    const [, text] = /^export DATABASE_URL=(.*)$/.exec(line) ?? [];
    return text === undefined ? [] : [text.replace(/^(["'])(.*)\1$/, '$2')];
  });
  expect(strings.length).toBeGreaterThan(3);
  for (const text of strings) {
    const here = text
      .replace('=ca.pem', `=${ca}`)
      .replace('=me.crt', `=${certificate}`)
      .replace('=me.key', `=${key}`);
    expect(readDatabaseServers(here, text, {}).address.database).toBe('shop');
  }
  const files = ofTheMigrator.filter(({ language }) => language === 'json');
  expect(files).toHaveLength(3);
  for (const { text } of files) {
    const { environments } = readEnvironments(write('migrator.config.json', text));
    expect([...environments.keys()]).toContain('eu');
  }
});

test('every statement runs, and so does every script', async () => {
  const { connectionString: connection, name } = database;
  const init = `CREATE TABLE reviews (id bigint PRIMARY KEY, content text NOT NULL, word_count integer);
    INSERT INTO reviews VALUES (1, 'two words');`;
  const sql = ofTheMigrator
    .filter(({ language }) => language === 'sql')
    .map(({ text }) => text.replaceAll(' shop ', ` ${name} `));
  const isScript = (text: string): boolean => text.startsWith('-- migrator:');
  const [backfill = '', verify = ''] = sql.filter(isScript);
  const update = backfill.slice(backfill.indexOf('UPDATE'));
  write('migrations/1.0.0/001_init/up.sql', init);
  write('migrations/1.0.0/002_fill/up.sql', backfill);
  write('migrations/1.1.0/003_again/up.sql', `${verify}${update}`);
  await up({ connection, migrations: join(folder, 'migrations') });
  // What is taken back has to be said first.
  await retire({ connection, version: '1.0.0', on: '2999-12-31' });

  const client = new pg.Client(connection);
  await client.connect();
  try {
    const { rows } = await client.query('SELECT word_count FROM reviews');
    expect(rows).toEqual([{ word_count: 2 }]);
    await client.query('BEGIN; CREATE ROLE auditor');
    const statements = sql.filter((text) => !isScript(text));
    expect(statements.length).toBeGreaterThan(5);
    for (const text of statements) await client.query(text);
    await client.query('ROLLBACK');
  } finally {
    await client.end();
  }
});
