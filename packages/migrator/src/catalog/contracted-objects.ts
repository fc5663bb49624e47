import {
  flattenStatement,
  keyOfParts,
  NAME,
  namesIn,
  partsOf,
  partsOfKey,
  relationKey,
  scriptLocks,
} from '@schema-service/postgres-sql';
import type { Migration } from '../migrations/migration.ts';
import { analyzeScript } from '../sql/analyze-script.ts';
import type { StructureObject } from './database-structure.ts';

const CHANGED = new RegExp(
  `^(?:drop|alter) (?:type|domain|function|procedure|sequence) (?:if exists )?(?<name>${NAME})`,
);
const RENAMED = new RegExp(
  `^alter (?:table|view|materialized view|type|sequence) (?:if exists )?(?<old>${NAME}) rename to (?<name>${NAME})$`,
);

const DROPPED_SCHEMA = new RegExp(`^drop schema (?:if exists )?(?<name>${NAME})`);

/**
 * Which objects are not what the structure of a version says as long as contracts of it wait: those that the contracts change,
 * and those that name one of them, such as a view of a table whose column a contract renames. Pure.
 */
export function contractedObjects(
  contracts: readonly Migration[],
): (object: StructureObject) => boolean {
  const changed = new Set(contracts.flatMap(changedKeys));
  if (changed.size === 0) return () => false;
  const isChanged = (named: string): boolean => {
    const [schema = '', name = ''] = partsOf(named);
    return changed.has(keyOfParts(schema, name)) || changed.has(wholeSchema(schema));
  };
  return ({ name, table = name, properties }) =>
    [name, table, ...Object.values(properties).flat()]
      .flatMap((text) => namesIn(String(text)))
      .some(isChanged);
}

/** What a script changes, by the keys of `relationKey`, under its old name and its new one. */
function changedKeys({ up: { sql }, up }: Migration): readonly string[] {
  const { statements } = analyzeScript(up);
  const names = scriptLocks(sql, statements).locks.map(({ relation }) => relation);
  const keys = names.map(keyOf);
  for (const { start, end } of statements) {
    const flat = flattenStatement(sql.slice(start, end));
    const changed = CHANGED.exec(flat)?.groups?.name;
    if (changed !== undefined) keys.push(keyOf(changed));
    const dropped = DROPPED_SCHEMA.exec(flat)?.groups?.name;
    if (dropped !== undefined) keys.push(wholeSchema(partsOf(dropped)[0] ?? ''));
    const { old, name } = RENAMED.exec(flat)?.groups ?? {};
    if (old === undefined || name === undefined) continue;
    const [schema] = partsOfKey(keyOf(old));
    keys.push(keyOfParts(schema, partsOf(name).at(-1) ?? ''));
  }
  return keys;
}

/** Stands for all that is in a schema. */
const wholeSchema = (schema: string): string => keyOfParts(schema, '*');

const keyOf = (name: string): string => relationKey(name, 'public');
