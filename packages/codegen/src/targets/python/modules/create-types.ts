import { isOptionalAtCreate } from '../../../visible-schema.ts';
import type { PythonColumn, PythonEntity, PythonRelation } from '../python-schema.ts';
import { inputs, type PythonSymbol, py } from '../python-symbols.ts';
import { createWithout, inputPart, inputType } from './input-types.ts';
import { type InputsContext, valueType } from './inputs-module.ts';
import { newType } from './nested-types.ts';
import { type Entry, optional, type TypedDictShape, typedDict, unionAlias } from './typed-dict.ts';

/** The relations that a new row has to have, by their names or by their columns. */
export function requiredRelations({ columns, relations }: PythonEntity): readonly PythonRelation[] {
  const required = new Set(
    columns.filter(({ source }) => !isOptionalAtCreate(source)).map(({ name }) => name),
  );
  return relations.filter(
    ({ kind, owns, local }) => owns && kind === 'one' && local.some((name) => required.has(name)),
  );
}

/** With more required relations than this, all are given by name or all by their columns. */
const MIXED_AT_MOST = 2;

/** How a new row says what it belongs to. */
interface Form {
  readonly byName: readonly PythonRelation[];
  readonly byColumns: readonly PythonRelation[];
  /** Is known already, because the row is made through it. */
  readonly known?: PythonRelation;
}

/**
 * `PostCreate` has columns alone, for a row by itself and for bodies of requests.
 * `PostCreateNested` has relations, too: a union, because what a row must belong
 * to is given either by name or by its columns. `PostCreateWithoutAuthor` is what
 * a user makes, and `PostCreateManyWithoutAuthor` the same with columns alone.
 */
export function createTypes(
  entity: PythonEntity,
  context: InputsContext,
): readonly (readonly string[])[] {
  const { module } = context;
  const { className, columns } = entity;
  const needed = requiredRelations(entity);
  const keys = new Set(needed.flatMap(({ local }) => local));
  const plain = columns.filter(({ name }) => !keys.has(name)).map(createEntry);
  const flat = inputType(entity, 'Create');
  const nested = inputType(entity, 'CreateNested');
  const documentation = `The values of a new ${className}.`;
  const nestedDocumentation = `The values of a new ${className}, and of rows that it is related to.`;
  const related = entity.relations.flatMap((relation): readonly Entry[] => {
    const type = needed.includes(relation) ? undefined : newType(relation, context);
    return type ? [[relation.name, type]] : [];
  });
  if (needed.length === 0) {
    return [
      { name: flat.name, documentation, entries: plain },
      {
        name: nested.name,
        documentation: nestedDocumentation,
        bases: [flat],
        isPartial: true,
        entries: related,
      },
    ].map((shape: TypedDictShape) => typedDict(module, shape));
  }
  const columnsPart = inputPart(entity, ['columns']);
  const relationsPart = inputPart(entity, ['relations']);
  const allColumns: Form = { byName: [], byColumns: needed };
  const parts: readonly TypedDictShape[] = [
    { name: columnsPart.name, documentation, entries: plain },
    {
      name: flat.name,
      documentation,
      bases: [columnsPart],
      entries: formEntries(allColumns, entity, context),
    },
    {
      name: relationsPart.name,
      documentation: nestedDocumentation,
      bases: [columnsPart],
      isPartial: true,
      entries: related,
    },
  ];
  const union = (name: PythonSymbol, allForms: readonly Form[], kind: 'columns' | 'relations') => {
    const base = kind === 'columns' ? columnsPart : relationsPart;
    const members = allForms.map((form): TypedDictShape => {
      const entries = formEntries(form, entity, context);
      if (entries.length === 0) return { name: base.name, documentation: '', entries };
      return {
        name: inputPart(entity, [kind, 'by', ...entries.map(([key]) => key)]).name,
        documentation: kind === 'columns' ? documentation : nestedDocumentation,
        bases: [base],
        entries,
      };
    });
    return {
      members: members.filter((member) => member.name !== base.name),
      alias: unionAlias(
        module,
        name.name,
        members.map((member) => inputs(member.name)),
      ),
    };
  };
  const unions = [
    union(nested, forms(needed), 'relations'),
    ...needed.flatMap((known) => {
      const others = needed.filter((relation) => relation !== known);
      const columnsAlone: Form = { byName: [], byColumns: others, known };
      return [
        union(createWithout(entity, known, 'Create'), forms(others, known), 'relations'),
        union(createWithout(entity, known, 'CreateMany'), [columnsAlone], 'columns'),
      ];
    }),
  ];
  const dicts = [...parts, ...unions.flatMap(({ members }) => members)];
  const byName = new Map(dicts.map((shape) => [shape.name, shape]));
  return [
    ...[...byName.values()].map((shape) => typedDict(module, shape)),
    unions.flatMap(({ alias }) => alias),
  ];
}

function forms(relations: readonly PythonRelation[], known?: PythonRelation): readonly Form[] {
  const start: Form = { byName: [], byColumns: [], ...(known ? { known } : {}) };
  if (relations.length > MIXED_AT_MOST) {
    return [
      { ...start, byColumns: relations },
      { ...start, byName: relations },
    ];
  }
  return relations.reduce<readonly Form[]>(
    (found, relation) =>
      found.flatMap((form) => [
        { ...form, byColumns: [...form.byColumns, relation] },
        { ...form, byName: [...form.byName, relation] },
      ]),
    [start],
  );
}

function formEntries(
  { byName, byColumns, known }: Form,
  { columns }: PythonEntity,
  context: InputsContext,
): readonly Entry[] {
  const given = new Set(byColumns.flatMap(({ local }) => local));
  for (const name of known?.local ?? []) given.delete(name);
  return [
    ...columns.filter(({ name }) => given.has(name)).map(createEntry),
    ...byName.flatMap((relation): readonly Entry[] => {
      const type = newType(relation, context);
      return type ? [[relation.name, type]] : [];
    }),
  ];
}

function createEntry(column: PythonColumn): Entry {
  const entry: Entry = [column.name, py`${valueType(column)}`];
  return isOptionalAtCreate(column.source) ? optional(entry) : entry;
}
