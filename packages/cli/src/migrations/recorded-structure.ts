import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseStructure, StructureObject } from '@schema-service/migrator';
import { structureFile } from '@schema-service/repository';
import type { ExistingTable } from '@schema-service/sql-lint';

type Objects = readonly StructureObject[];

/** What a release's `structure.json` records of the database; nothing where there is no such file. */
export async function recordedStructure(
  migrations: string,
  version: string | null | undefined,
): Promise<Objects> {
  return (version && (await recordedDatabase(migrations, version))?.objects) || [];
}

/** The same with the server that it was read from. */
export async function recordedDatabase(
  migrations: string,
  version: string,
): Promise<DatabaseStructure | undefined> {
  const file = join(migrations, version, structureFile);
  return existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : undefined;
}

/** Its tables with their columns' types, as the lint takes them. */
export function tablesIn(objects: Objects): Readonly<Record<string, ExistingTable>> {
  const tables = objects.filter(({ kind }) => kind === 'table');
  return Object.fromEntries(
    tables.map(({ name: table }) => {
      const columns = objects.filter(
        (object) => object.kind === 'column' && object.table === table,
      );
      const types = columns.map(({ name, properties }) => [
        name.slice(table.length + 1),
        String(properties.type),
      ]);
      const key = keyOf(objects, table);
      const known = { columns: Object.fromEntries(types), ...(key ? { key } : {}) };
      return [table.replace(/^public\./, ''), known];
    }),
  );
}

/** The columns of a table's primary key, as SQL lists them. */
function keyOf(objects: Objects, of: string): string | undefined {
  for (const { kind, table, properties } of objects) {
    if (kind !== 'constraint' || table !== of) continue;
    const columns = /^PRIMARY KEY \((.*?)\)(?: INCLUDE .*)?$/.exec(
      String(properties.definition),
    )?.[1];
    if (columns !== undefined) return columns;
  }
  return undefined;
}
