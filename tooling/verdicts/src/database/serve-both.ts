import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Answers,
  adopt,
  advance,
  type Finding,
  type PhaseScript,
} from '@schema-service/coexistence';
import type { TestDatabase } from '@schema-service/local-postgres';
import { up } from '@schema-service/migrator';
import { diff } from '@schema-service/schema-diff';
import type { SchemaModel } from '@schema-service/schema-model';
import { versions } from '../clients/build-clients.ts';
import { createEmptyDatabase, createView, statementsOf } from './create-database.ts';

/** The way of a database to both versions, as the migrator goes it. */
export type WayToBoth =
  | { readonly kind: 'bridged'; readonly scripts: readonly PhaseScript[] }
  /** What keeps the two from living on one database. */
  | { readonly kind: 'not bridged'; readonly findings: readonly Finding[] };

export function wayToBoth(
  previous: SchemaModel,
  current: SchemaModel,
  answers: Answers = new Map(),
): WayToBoth {
  const { layout, phases } = adopt('db', versions.old, previous);
  const changes = diff(previous, current);
  const found = advance(layout, {
    version: versions.new,
    previous,
    next: current,
    changes,
    answers,
  });
  if (found.kind === 'halted') return { kind: 'not bridged', findings: found.findings };
  return { kind: 'bridged', scripts: [...phases, ...found.phases] };
}

/** A database that the migrator has brought to both versions. Contracts are not among the scripts. */
export async function serveBoth(
  previous: SchemaModel,
  current: SchemaModel,
  scripts: readonly PhaseScript[],
): Promise<TestDatabase> {
  const database = await createEmptyDatabase();
  const migrations = mkdtempSync(join(tmpdir(), 'serve-both-'));
  try {
    const opens = scripts.findIndex(({ phase }) => phase === 'open') + 1;
    const folders = [
      { version: versions.old, name: 'init', up: await initial(previous), down: '' },
      ...scripts.map(({ name, up: sql, down }, index) => ({
        ...{ version: index < opens ? versions.old : versions.new, name, down },
        up: withQueries(sql, current),
      })),
    ];
    for (const [index, { version, name, ...files }] of folders.entries()) {
      const number = String(index + 1).padStart(3, '0');
      const folder = join(migrations, version, `${number}_${name.replaceAll(/\W/g, '_')}`);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'up.sql'), files.up);
      if (files.down) writeFileSync(join(folder, 'down.sql'), files.down);
    }
    await up({ connection: database.connectionString, migrations });
    return database;
  } catch (error) {
    await database.drop();
    throw error;
  } finally {
    rmSync(migrations, { recursive: true });
  }
}

const initial = async (schema: SchemaModel): Promise<string> =>
  (await statementsOf(schema)).map((sql) => `${sql};\n`).join('');

/** Queries are no part of a schema: an author writes them where a script says TODO. */
const withQueries = (sql: string, { views, ...schema }: SchemaModel): string =>
  sql.replace(/-- TODO: create the view "(\w+)" .*/g, (line, name: string) => {
    const view = views.find(({ dbName }) => dbName === name);
    return view === undefined ? line : `${createView({ ...schema, views }, view)};`;
  });
