import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of migrations for one test, removed with `using`. */
export interface TestFolder extends Disposable {
  readonly path: string;
  readonly write: (file: string, content: string | Uint8Array) => void;
  readonly read: (file: string) => string;
  readonly remove: (file: string) => void;
}

/** Content by path: `{ '1.0.0/001_init/up.sql': 'CREATE TABLE ...' }`. */
export function migrationFolder(files: Readonly<Record<string, string | Uint8Array>>): TestFolder {
  const path = mkdtempSync(join(tmpdir(), 'migrations-'));
  const write = (file: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), content);
  };
  for (const [file, content] of Object.entries(files)) write(file, content);
  const remove = (file: string): void => rmSync(join(path, file), { recursive: true });
  const read = (file: string): string => readFileSync(join(path, file), 'utf8');
  return { path, write, read, remove, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

/** Three migrations over two versions, each with a down. */
export const THREE_MIGRATIONS = {
  '1.0.0/001_init/up.sql': 'CREATE TABLE product (id integer PRIMARY KEY);\n',
  '1.0.0/001_init/down.sql': 'DROP TABLE product;\n',
  '1.0.0/002_reviews/up.sql':
    'CREATE TABLE review (product_id integer REFERENCES product);\nCREATE INDEX ON review (product_id);\n',
  '1.0.0/002_reviews/down.sql': 'DROP TABLE review;\n',
  '1.1.0/003_companies/up.sql': 'CREATE TABLE company (name text)',
  '1.1.0/003_companies/down.sql': 'DROP TABLE company -- without a semicolon',
} as const;
