import type { DatabaseStructure, StructureObject } from '@schema-service/migrator';
import type { Client } from 'pg';
import pg from 'pg';

/**
 * Makes what a schema may refer to and cannot say (extensions, domains,
 * sequences, and functions that a default calls), as far as that is possible without tables.
 */
export async function createSupportObjects(
  client: Client,
  structure: DatabaseStructure,
): Promise<void> {
  await client.query('SET check_function_bodies = off');
  for (const sql of structure.objects.flatMap(creation)) {
    try {
      await client.query(sql);
    } catch (error) {
      // What needs a table cannot be needed by a column's type or default.
      if (!(error instanceof pg.DatabaseError)) throw error;
    }
  }
}

function creation({ kind, name, properties }: StructureObject): readonly string[] {
  switch (kind) {
    case 'schema':
      return [`CREATE SCHEMA IF NOT EXISTS ${name}`];
    case 'extension':
      return [`CREATE EXTENSION IF NOT EXISTS ${name}`];
    case 'sequence':
      return [`CREATE SEQUENCE ${name} AS ${String(properties.type)}`];
    case 'domain':
      return [`CREATE DOMAIN ${name} AS ${String(properties.type)}`];
    case 'function':
      return typeof properties.definition === 'string' ? [properties.definition] : [];
    default:
      return [];
  }
}
