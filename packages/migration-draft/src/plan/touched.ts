import { assertNever } from '@schema-service/errors';
import type { Change } from '@schema-service/schema-diff';
import { sidesOf } from '@schema-service/schema-model';
import type { Database, Table } from '../database/database.ts';

/** The keys of the tables and enums that have to be looked at. */
export interface Touched {
  readonly tables: ReadonlySet<string>;
  readonly enums: ReadonlySet<string>;
}

/** What the changes are about, and what follows it: columns of an enum, join tables, foreign keys that point at it. */
export function touchedBy(changes: readonly Change[], before: Database, after: Database): Touched {
  const all = [...before.tables.values(), ...after.tables.values()];
  const models = new Set<string>();
  const enums = new Set<string>();
  for (const change of changes) {
    const { subject } = change;
    switch (subject.kind) {
      case 'schema':
        for (const { key } of all) models.add(key);
        break;
      case 'enum':
        enums.add(subject.name);
        break;
      case 'enumValue':
        enums.add(subject.enum);
        break;
      case 'model':
        models.add(subject.name);
        break;
      case 'field':
      case 'primaryKey':
      case 'unique':
      case 'index':
      case 'relation':
        models.add(subject.entity);
        break;
      case 'namespace':
      case 'extension':
      case 'view':
        break;
      default:
        assertNever(subject);
    }
    if (change.id === 'RELATION_ADDED' || change.id === 'RELATION_REMOVED') {
      const relation = change.current ?? change.previous;
      for (const { entity } of sidesOf(relation)) models.add(entity);
    }
  }
  const hasEnum = ({ columns }: Table): boolean =>
    columns.some(({ field }) => field?.kind === 'enum' && enums.has(field.type));
  for (const table of all) if (hasEnum(table)) models.add(table.key);
  const follows = (table: Table): boolean =>
    models.has(table.key) ||
    table.foreignKeys.some(({ target }) => models.has(target)) ||
    table.joins.some((model) => models.has(model));
  return { tables: new Set(all.filter(follows).map(({ key }) => key)), enums };
}
