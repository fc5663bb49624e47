import type { Change } from '@schema-service/schema-diff';
import type { FoundParts } from '../structure/found-parts.ts';
import type { Database, EnumType, EnumTypeValue } from './database.ts';

interface EnumSides {
  readonly before: ReadonlyMap<string, EnumType>;
  readonly after: ReadonlyMap<string, EnumType>;
}

/** The values of enums in the order in which the database has them: a new value comes behind the one that it follows in the schema. */
export function enumsFound(
  { before, after }: { readonly before: Database; readonly after: Database },
  found: FoundParts,
  changes: readonly Change[],
): EnumSides {
  const reordered = new Set(
    changes.flatMap(({ id, subject }) =>
      id === 'ENUM_VALUES_REORDERED' && subject.kind === 'enum' ? [subject.name] : [],
    ),
  );
  const old = new Map<string, EnumType>();
  const now = new Map(after.enums);
  for (const type of before.enums.values()) {
    const { namespace, name } = type.name;
    const values = found.find(['enum'], namespace, name)?.properties.values;
    const later = now.get(type.key);
    if (!Array.isArray(values)) {
      old.set(type.key, type);
      continue;
    }
    const isAccepted = found.changed('values', 'enum', namespace, name) !== undefined;
    const known = valuesFound(type, values, isAccepted);
    old.set(type.key, { ...type, values: known });
    if (later === undefined) continue;
    const gone = type.values.filter(({ key }) => !known.some((value) => value.key === key));
    const extra = known.filter(({ key }) => !type.values.some((value) => value.key === key));
    const rest = later.values.filter(({ key }) => !gone.some((value) => value.key === key));
    now.set(type.key, {
      ...later,
      values: reordered.has(type.key) ? [...rest, ...extra] : inOrderOf(known, rest, extra),
    });
  }
  for (const type of after.enums.values()) {
    const { namespace, name } = type.name;
    if (!old.has(type.key) && found.isUnexpected('enum', namespace, name)) old.set(type.key, type);
  }
  return { before: old, after: now };
}

function valuesFound(
  { values }: EnumType,
  found: readonly string[],
  isAccepted: boolean,
): readonly EnumTypeValue[] {
  const byName = new Map(values.map((value) => [value.name, value]));
  const there = found.flatMap((name): readonly EnumTypeValue[] => {
    const value = byName.get(name);
    if (value !== undefined) return [value];
    return isAccepted ? [{ key: name, name }] : [];
  });
  const missing = values.filter((value) => !there.includes(value));
  return isAccepted ? there : [...there, ...missing];
}

function inOrderOf(
  known: readonly EnumTypeValue[],
  values: readonly EnumTypeValue[],
  extra: readonly EnumTypeValue[],
): readonly EnumTypeValue[] {
  const all = [...values, ...extra.filter(({ key }) => !values.some((value) => value.key === key))];
  const ordered = known.flatMap(({ key }) => all.filter((value) => value.key === key));
  for (const [place, value] of all.entries()) {
    if (ordered.includes(value)) continue;
    const previous = all[place - 1];
    ordered.splice(previous === undefined ? 0 : ordered.indexOf(previous) + 1, 0, value);
  }
  return ordered;
}
