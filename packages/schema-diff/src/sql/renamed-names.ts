import type { SchemaModel } from '@schema-service/schema-model';
import type { Change } from '../change.ts';
import { declarationOf, subjectPath } from '../change-record.ts';
import { renamesIn } from '../renames/renames-in.ts';

/** What the parts of the previous schema are called in the current one; undefined where they are gone. */
export interface RenamedNames {
  enumName(previous: string): string | undefined;
  enumValue(previousEnum: string, value: string): string;
  entityName(previous: string): string | undefined;
  fieldName(previousEntity: string, field: string): string;
}

/** Reads the renames out of the changes. What is not renamed keeps its name. */
export function renamedNames(current: SchemaModel, changes: readonly Change[]): RenamedNames {
  const enums = renamesOf(changes, ['ENUM_RENAMED']);
  const entities = renamesOf(changes, ['MODEL_RENAMED', 'VIEW_RENAMED']);
  const members = renamesOf(changes, ['FIELD_RENAMED', 'ENUM_VALUE_RENAMED']);
  const enumNames = new Set(current.enums.map(({ name }) => name));
  const entityNames = new Set([...current.models, ...current.views].map(({ name }) => name));
  const kept = (names: ReadonlySet<string>, name: string): string | undefined =>
    names.has(name) ? name : undefined;
  const enumName = (name: string): string | undefined => enums.get(name) ?? kept(enumNames, name);
  const entityName = (name: string): string | undefined =>
    entities.get(name) ?? kept(entityNames, name);
  return {
    enumName,
    entityName,
    enumValue: (owner, value) => members.get(`${enumName(owner)}.${value}`) ?? value,
    fieldName: (owner, field) => members.get(`${entityName(owner)}.${field}`) ?? field,
  };
}

/** New names by old ones; of a member behind the new name of what it belongs to. */
function renamesOf(
  changes: readonly Change[],
  ids: readonly Change['id'][],
): ReadonlyMap<string, string> {
  return new Map(
    renamesIn(changes)
      .filter(({ id }) => ids.includes(id))
      .map(({ subject, previous, current }) => {
        const owner = declarationOf(subject);
        const isMember = owner !== subjectPath(subject);
        return [isMember ? `${owner}.${previous.name}` : previous.name, current.name];
      }),
  );
}
