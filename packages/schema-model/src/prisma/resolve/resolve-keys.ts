import { indexName, primaryKeyName, uniqueName } from '../../constraint-names.ts';
import type { Index, IndexedField, PrimaryKey, UniqueConstraint } from '../../schema-model.ts';
import { sortedBy } from '../../sorted-by.ts';
import type { AttributeSyntax, EntityBlock, Expression } from '../language/syntax-tree.ts';
import {
  asItems,
  asOneOf,
  asRaw,
  asString,
  asWord,
  databaseName,
  mainArgument,
  namedArgument,
} from './attributes.ts';
import { type ColumnNames, resolvePredicate } from './resolve-predicate.ts';
import { algorithms, sorts } from './words.ts';

export interface Keys {
  readonly primaryKey?: PrimaryKey;
  readonly uniques: readonly UniqueConstraint[];
  readonly indexes: readonly Index[];
}

/** An attribute that makes a key, and the fields it is for. */
interface KeySyntax {
  readonly attribute: AttributeSyntax;
  readonly fields: readonly IndexedField[];
}

/** The primary key, uniques and indexes of an entity, from its own attributes and those of its fields. */
export function resolveKeys(block: EntityBlock): Keys {
  const table = databaseName(block);
  const columns: ColumnNames = new Map(
    block.fields.map((field) => [field.name, databaseName(field)]),
  );
  const columnsOf = ({ fields }: KeySyntax): readonly string[] =>
    fields.map(({ name }) => columns.get(name) ?? name);

  const [primaryKey] = keysNamed(block, 'id').map(
    (key): PrimaryKey => ({
      kind: 'primaryKey',
      fields: key.fields,
      name: clientName(key),
      dbName: mapArgument(key) ?? primaryKeyName(table),
    }),
  );

  const uniques: UniqueConstraint[] = [];
  const indexes: Index[] = [];
  for (const key of keysNamed(block, 'unique')) {
    const { fields } = key;
    const dbName = mapArgument(key) ?? uniqueName(table, columnsOf(key));
    const { where } = resolvePredicate(key.attribute, columns);
    if (where === undefined) {
      uniques.push({ kind: 'unique', fields, name: clientName(key), dbName });
    } else {
      indexes.push({ kind: 'index', isUnique: true, algorithm: 'BTree', fields, dbName, where });
    }
  }
  for (const key of keysNamed(block, 'index')) {
    indexes.push({
      kind: 'index',
      algorithm: asOneOf(algorithms, namedArgument(key.attribute, 'type')) ?? 'BTree',
      fields: key.fields,
      // Before `map:` there was `name:`, which Prisma still reads so for an index.
      dbName:
        mapArgument(key) ??
        asString(namedArgument(key.attribute, 'name')) ??
        indexName(table, columnsOf(key)),
      ...resolvePredicate(key.attribute, columns),
    });
  }

  return {
    ...(primaryKey ? { primaryKey } : {}),
    uniques: sortedBy(uniques, ({ dbName }) => dbName),
    indexes: sortedBy(indexes, ({ dbName }) => dbName),
  };
}

/** The keys that an attribute makes, on single fields and on the whole entity. */
function keysNamed(block: EntityBlock, name: string): readonly KeySyntax[] {
  const onFields = block.fields.flatMap((field) =>
    field.attributes
      .filter((attribute) => attribute.name === name)
      .map((attribute): KeySyntax => {
        const sort = asOneOf(sorts, namedArgument(attribute, 'sort')) ?? 'Asc';
        return { attribute, fields: [{ name: field.name, sort }] };
      }),
  );
  const onBlock = block.attributes
    .filter((attribute) => attribute.name === name)
    .map(
      (attribute): KeySyntax => ({
        attribute,
        fields: asItems(mainArgument(attribute, 'fields')).map(indexedField),
      }),
    );
  return [...onFields, ...onBlock];
}

/** `title`, or `title(sort: Desc, ops: raw("..."))`. */
function indexedField(expression: Expression): IndexedField {
  if (expression.kind !== 'call') return { name: asWord(expression), sort: 'Asc' };
  const ops = operatorClass(namedArgument(expression, 'ops'));
  return {
    name: expression.name,
    sort: asOneOf(sorts, namedArgument(expression, 'sort')) ?? 'Asc',
    ...(ops === undefined ? {} : { ops }),
  };
}

function operatorClass(ops: Expression | undefined): string | undefined {
  if (ops?.kind !== 'call') return asWord(ops);
  return `raw(${JSON.stringify(asRaw(ops))})`;
}

const clientName = ({ attribute, fields }: KeySyntax): string =>
  asString(namedArgument(attribute, 'name')) ?? fields.map(({ name }) => name).join('_');

const mapArgument = ({ attribute }: KeySyntax): string | undefined =>
  asString(namedArgument(attribute, 'map'));
