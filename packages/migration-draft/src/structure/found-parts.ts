import { partsOf } from '@schema-service/postgres-sql';
import type { ForeignKey, Table, TableIndex } from '../database/database.ts';
import type { Name } from '../database/names.ts';
import type { Structure, StructureObject } from './structure.ts';

/** A difference between the previous schema and its databases that was accepted. */
export interface KnownDifference {
  readonly kind: 'missing' | 'unexpected' | 'changed';
  /** `index`, `constraint`, `column`, `table`, `enum`. */
  readonly object: string;
  /** As SQL spells it, qualified. */
  readonly name: string;
  readonly property?: string;
  readonly database: unknown;
}

/** What databases have of a schema. */
export interface FoundParts {
  /** The object of one of these kinds with this name: schema, table where it is a part of one, and its own. */
  readonly find: (
    kinds: readonly string[],
    ...name: readonly string[]
  ) => StructureObject | undefined;
  /** Constraints or indexes of a table. */
  readonly partsOfTable: (name: Name, kind: 'constraint' | 'index') => readonly StructureObject[];
  readonly isMissing: (object: string, ...name: readonly string[]) => boolean;
  readonly isUnexpected: (object: string, ...name: readonly string[]) => boolean;
  /** What the database has in a property; undefined where it is what the schema says. */
  readonly changed: (property: string, object: string, ...name: readonly string[]) => unknown;
}

const keyOf = (name: readonly string[]): string => JSON.stringify(name);

export function foundParts(
  structure: Structure,
  differences: readonly KnownDifference[],
): FoundParts {
  const objects = new Map<string, StructureObject[]>();
  const byTable = new Map<string, StructureObject[]>();
  const push = (
    map: Map<string, StructureObject[]>,
    key: string,
    object: StructureObject,
  ): void => {
    const list = map.get(key);
    if (list === undefined) map.set(key, [object]);
    else list.push(object);
  };
  for (const object of structure) {
    push(objects, keyOf(partsOf(object.name)), object);
    if (object.table !== undefined) push(byTable, keyOf(partsOf(object.table)), object);
  }
  const known = differences.map((difference) => ({
    ...difference,
    key: keyOf(partsOf(difference.name)),
  }));
  const has = (kind: KnownDifference['kind'], object: string, name: readonly string[]): boolean =>
    known.some((one) => one.kind === kind && one.object === object && one.key === keyOf(name));
  return {
    find: (kinds, ...name) => objects.get(keyOf(name))?.find(({ kind }) => kinds.includes(kind)),
    partsOfTable: ({ namespace, name }, wanted) =>
      (byTable.get(keyOf([namespace, name])) ?? []).filter(({ kind }) => kind === wanted),
    isMissing: (object, ...name) => has('missing', object, name),
    isUnexpected: (object, ...name) => has('unexpected', object, name),
    changed: (property, object, ...name) =>
      known.find(
        (one) =>
          one.kind === 'changed' &&
          one.object === object &&
          one.property === property &&
          one.key === keyOf(name),
      )?.database,
  };
}

/**
 * What an index of a schema is in the database: the one with its name, or another
 * one with the same keys, which no other index of the table has. Undefined where
 * there is none.
 */
export function indexIn(
  { partsOfTable, find }: FoundParts,
  table: Table,
  index: TableIndex,
): Pick<TableIndex, 'name' | 'isConstraint'> | undefined {
  const { namespace, name } = table.name;
  if (find(['index'], namespace, index.name) !== undefined) return { name: index.name };
  if (find(['constraint'], namespace, name, index.name) !== undefined) {
    return { name: index.name, isConstraint: true };
  }
  if (index.where !== undefined) return undefined;
  const others = new Set(table.indexes.map((other) => other.name));
  const keys = index.columns
    .map((key, place) => keyText(columnName(table, key), index.suffixes[place] ?? ''))
    .join();
  const method = index.method === '' ? 'btree' : index.method.toLowerCase();
  const isSame = ({ kind, properties }: StructureObject): boolean => {
    const definition = String(properties.definition);
    const [, unique, using, list = ''] =
      (kind === 'index'
        ? /^CREATE (UNIQUE )?INDEX .*? USING (\w+) \((.*)\)$/s
        : /^(UNIQUE )()\((.*)\)$/s
      ).exec(definition) ?? [];
    return (
      (unique !== undefined) === index.isUnique &&
      (using || 'btree') === method &&
      keyTexts(list).join() === keys
    );
  };
  return [...partsOfTable(table.name, 'index'), ...partsOfTable(table.name, 'constraint')]
    .filter(isSame)
    .map(({ kind, name: found }) => ({
      name: partsOf(found).at(-1) ?? '',
      ...(kind === 'constraint' ? { isConstraint: true as const } : {}),
    }))
    .find((found) => !others.has(found.name));
}

/** What a foreign key of a schema is called in the database; undefined where there is none. */
export function foreignKeyNameIn(
  { partsOfTable, find }: FoundParts,
  table: Table,
  key: ForeignKey,
  target: Table | undefined,
): string | undefined {
  const { namespace, name } = table.name;
  if (find(['constraint'], namespace, name, key.name) !== undefined) return key.name;
  if (target === undefined) return undefined;
  const others = new Set(table.foreignKeys.map((other) => other.name));
  const isSame = ({ properties }: StructureObject): boolean => {
    const [, columns = '', place = '', targets = ''] =
      /^FOREIGN KEY \((.*?)\) REFERENCES (.*?)\((.*?)\)/s.exec(String(properties.definition)) ?? [];
    return (
      keyTexts(columns).join() === key.columns.map((one) => columnName(table, one)).join() &&
      keyOf(partsOf(place)) === keyOf([target.name.namespace, target.name.name]) &&
      keyTexts(targets).join() === key.targetColumns.map((one) => columnName(target, one)).join()
    );
  };
  return partsOfTable(table.name, 'constraint')
    .filter(isSame)
    .map((found) => partsOf(found.name).at(-1))
    .find((found) => found !== undefined && !others.has(found));
}

/** The primary key that a table has in the database, by its name there. */
export function primaryKeyNameIn({ partsOfTable }: FoundParts, table: Table): string | undefined {
  const found = partsOfTable(table.name, 'constraint').find(({ properties }) =>
    String(properties.definition).startsWith('PRIMARY KEY '),
  );
  return found && partsOf(found.name).at(-1);
}

/** The unique index that a join table of Prisma before version 6 has as its key. */
export function uniqueKeyNameIn({ partsOfTable }: FoundParts, table: Table): string | undefined {
  const found = partsOfTable(table.name, 'index').find(({ properties }) =>
    /^CREATE UNIQUE INDEX .* USING btree \("A", "B"\)$/.test(String(properties.definition)),
  );
  return found && partsOf(found.name).at(-1);
}

const columnName = ({ columns }: Table, key: string): string =>
  columns.find((column) => column.key === key)?.name ?? key;

const keyText = (column: string, suffix: string): string => column + suffix;

/** The keys of a list as PostgreSQL prints it, without quotes and without the schema of operator classes. */
const keyTexts = (list: string): readonly string[] =>
  [...list.matchAll(/(?:"((?:[^"]|"")*)"|([^\s,]+))((?: [^,]*)?)(?:, |$)/g)].map(
    ([, quoted, plain = '', suffix = '']) =>
      keyText(quoted?.replaceAll('""', '"') ?? plain, suffix.replace(/ public\./g, ' ')),
  );
