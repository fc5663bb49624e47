import { indexName, primaryKeyName, uniqueName } from '../../constraint-names.ts';
import type { Index, IndexedField, Model, UniqueConstraint, View } from '../../schema-model.ts';
import { argument, call, mapUnless, quoted } from './syntax.ts';

type Entity = Model | View;

/** The `@id` and `@unique` of a field: keys of this field alone, that need no name of their own. */
export function fieldKeys(fieldName: string, entity: Entity): readonly string[] {
  const { primaryKey } = entity;
  const id =
    primaryKey && isFieldKey(primaryKey, fieldName)
      ? [call('@id', mapUnless(primaryKeyName(entity.dbName), primaryKey.dbName))]
      : [];
  const unique = entity.uniques.find((key) => isFieldKey(key, fieldName));
  return unique ? [...id, call('@unique', uniqueArguments(unique, entity))] : id;
}

/** The keys and indexes that stand on the entity. */
export function entityKeys(entity: Entity): readonly string[] {
  const { primaryKey } = entity;
  const id =
    primaryKey && !isFieldKey(primaryKey, primaryKey.fields[0]?.name)
      ? [
          call('@@id', [
            fieldList(primaryKey.fields),
            ...nameArgument(primaryKey),
            ...mapUnless(primaryKeyName(entity.dbName), primaryKey.dbName),
          ]),
        ]
      : [];
  const uniques = entity.uniques
    .filter((key) => !isPrintedOnField(key, entity))
    .map((key) =>
      call('@@unique', [
        fieldList(key.fields),
        ...nameArgument(key),
        ...mapUnless(defaultUniqueName(key, entity), key.dbName),
      ]),
    );
  const indexes = entity.kind === 'model' ? entity.indexes : [];
  const [uniqueIndexes, plainIndexes] = [
    indexes.filter(({ isUnique }) => isUnique),
    indexes.filter(({ isUnique }) => !isUnique),
  ];
  return [
    ...id,
    ...uniques,
    ...[...uniqueIndexes, ...plainIndexes].map((index) => printIndex(index, entity)),
  ];
}

function printIndex(index: Index, entity: Entity): string {
  const columns = columnsOf(index.fields, entity);
  const defaultName = index.isUnique
    ? uniqueName(entity.dbName, columns)
    : indexName(entity.dbName, columns);
  return call(index.isUnique ? '@@unique' : '@@index', [
    fieldList(index.fields),
    ...argument('type', index.algorithm === 'BTree' ? undefined : index.algorithm),
    ...argument('where', index.where === undefined ? undefined : `raw(${quoted(index.where)})`),
    ...mapUnless(defaultName, index.dbName),
  ]);
}

interface Key {
  readonly fields: readonly IndexedField[];
  readonly name: string;
}

function isFieldKey({ fields, name }: Key, fieldName: string | undefined): boolean {
  return fields.length === 1 && fields[0]?.name === fieldName && name === fieldName;
}

/** A second unique of the same field has no place on the field. */
function isPrintedOnField(key: UniqueConstraint, { uniques }: Entity): boolean {
  const name = key.fields[0]?.name;
  return uniques.find((unique) => isFieldKey(unique, name)) === key;
}

function uniqueArguments(key: UniqueConstraint, entity: Entity): readonly string[] {
  const isDescending = key.fields[0]?.sort === 'Desc';
  return [
    ...argument('sort', isDescending ? 'Desc' : undefined),
    ...mapUnless(defaultUniqueName(key, entity), key.dbName),
  ];
}

function defaultUniqueName({ fields }: UniqueConstraint, entity: Entity): string {
  return uniqueName(entity.dbName, columnsOf(fields, entity));
}

function columnsOf(fields: readonly IndexedField[], entity: Entity): readonly string[] {
  return fields.map(
    ({ name }) => entity.fields.find((field) => field.name === name)?.dbName ?? name,
  );
}

function nameArgument({ fields, name }: Key): readonly string[] {
  const defaultName = fields.map((field) => field.name).join('_');
  return argument('name', name === defaultName ? undefined : quoted(name));
}

function fieldList(fields: readonly IndexedField[]): string {
  const printed = fields.map(({ name, sort, ops }) =>
    call(name, [...argument('ops', ops), ...argument('sort', sort === 'Desc' ? sort : undefined)]),
  );
  return `[${printed.join(', ')}]`;
}
