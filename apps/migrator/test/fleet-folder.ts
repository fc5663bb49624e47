import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';

/** A folder with migrations and a config file, removed with `using`. */
export interface WorkFolder extends Disposable {
  readonly path: string;
  /** The options that name the config file and the migrations. */
  readonly at: readonly string[];
  readonly write: (file: string, content: string) => void;
  readonly read: (file: string) => string;
  /** Names the environments in the config file. */
  readonly config: (environments: Readonly<Record<string, unknown>>) => void;
}

export function workFolder(): WorkFolder {
  const path = mkdtempSync(join(tmpdir(), 'fleet-'));
  const write = (file: string, content: string): void => {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), content);
  };
  return {
    path,
    at: ['--config', join(path, 'migrator.config.json'), '--dir', join(path, 'migrations')],
    write,
    read: (file) => readFileSync(join(path, file), 'utf8'),
    config: (environments) => write('migrator.config.json', JSON.stringify({ environments })),
    [Symbol.dispose]: () => rmSync(path, { recursive: true }),
  };
}

/** The rows of a query. */
export async function inDatabase(
  { connectionString }: TestDatabase,
  sql: string,
): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
