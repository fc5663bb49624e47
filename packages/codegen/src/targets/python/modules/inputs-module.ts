import { isOptionalAtCreate } from '../../../visible-schema.ts';
import { createModule, type PythonModule } from '../python-module.ts';
import type { PythonColumn, PythonEntity, PythonRelation, PythonSchema } from '../python-schema.ts';
import { stringLiteral } from '../python-source.ts';
import {
  builtin,
  fields,
  joined,
  LITERAL,
  named,
  type PythonExpression,
  type PythonSymbol,
  py,
  SEQUENCE,
  symbolsOf,
  types,
} from '../python-symbols.ts';
import { isComparable, isNumber } from './column-kinds.ts';
import { fieldKind } from './fields-module.ts';
import { inputPart, inputType } from './input-types.ts';
import { type Entry, optional, type TypedDictShape, typedDict, unionAlias } from './typed-dict.ts';
import { uniqueTypes } from './unique-types.ts';

export const shapes: (name: string) => PythonSymbol = symbolsOf('._runtime.shapes');
export const NEVER: PythonExpression = named('typing', 'Never');

/** The entity with a class. */
export type EntityOf = (className: string) => PythonEntity | undefined;

export function entitiesByClass(entities: readonly PythonEntity[]): EntityOf {
  const byClass = new Map(entities.map((entity) => [entity.className, entity]));
  return (name) => byClass.get(name);
}

/** `inputs.py`: what the methods of each model take. */
export function inputsModule({ entities }: PythonSchema): string {
  const module = createModule({
    name: '.inputs',
    documentation: 'What the methods of each model take.',
  });
  const entityOf = entitiesByClass(entities);
  const includes = includeTypes(entities, entityOf);
  return module.finish([
    ...entities.flatMap((entity) => entityInputs(entity, entityOf, module)),
    ...includes.map((shape) => typedDict(module, shape)),
  ]);
}

function entityInputs(
  entity: PythonEntity,
  entityOf: EntityOf,
  module: PythonModule,
): readonly (readonly string[])[] {
  const { capability, relations } = entity;
  const dicts: readonly TypedDictShape[] = [
    whereType(entity, entityOf),
    isType(entity),
    havingType(entity),
    orderByType(entity, entityOf),
    ...(relations.length > 0 ? loadTypes(entity, entityOf) : []),
    ...(capability === 'model' ? [createType(entity)] : []),
    ...(capability === 'model' || capability === 'updatable' ? [updateType(entity)] : []),
  ];
  return [
    ...dicts.map((shape) => typedDict(module, shape)),
    ...fieldTypes(entity, module),
    ...(capability === 'view' ? [] : uniqueTypes(entity, module)),
  ];
}

function whereType(entity: PythonEntity, entityOf: EntityOf): TypedDictShape {
  const where = inputType(entity, 'Where');
  return {
    name: where.name,
    documentation: `Conditions on ${entity.className}; all of them must hold.`,
    isPartial: true,
    entries: [
      ['AND', py`${where} | ${SEQUENCE}[${where}]`],
      ['OR', py`${SEQUENCE}[${where}]`],
      ['NOT', py`${where} | ${SEQUENCE}[${where}]`],
      ...entity.columns.map((column): Entry => [column.name, fields(`${fieldKind(column)}Where`)]),
      ...entity.relations.flatMap((relation): readonly Entry[] => {
        const target = entityOf(relation.target);
        return target ? [[relation.name, relationWhere(relation, target)]] : [];
      }),
    ],
  };
}

function relationWhere({ kind }: PythonRelation, target: PythonEntity): PythonExpression {
  const where = inputType(target, 'Where');
  if (kind === 'many') return py`${shapes('ListWhere')}[${where}]`;
  const single = py`${where} | ${inputType(target, 'Is')}`;
  return kind === 'maybe' ? py`${single} | None` : single;
}

function isType(entity: PythonEntity): TypedDictShape {
  const where = inputType(entity, 'Where');
  return {
    name: inputType(entity, 'Is').name,
    documentation: '',
    isPartial: true,
    isFunctional: true,
    entries: [
      ['is', py`${where} | None`],
      ['is_not', py`${where} | None`],
    ],
  };
}

function havingType(entity: PythonEntity): TypedDictShape {
  const having = inputType(entity, 'Having');
  return {
    name: having.name,
    documentation: `Conditions on groups of ${entity.className}; all of them must hold.`,
    isPartial: true,
    entries: [
      ['AND', py`${having} | ${SEQUENCE}[${having}]`],
      ['OR', py`${SEQUENCE}[${having}]`],
      ['NOT', py`${having} | ${SEQUENCE}[${having}]`],
      ...entity.columns.map((column): Entry => [column.name, fields(`${fieldKind(column)}Having`)]),
    ],
  };
}

function orderByType(entity: PythonEntity, entityOf: EntityOf): TypedDictShape {
  const sortable = entity.columns.filter(({ source }) => source.arity !== 'list');
  return {
    name: inputType(entity, 'OrderBy').name,
    documentation: `An order of ${entity.className}: the first key weighs most.`,
    isPartial: true,
    entries: [
      ...sortable.map(({ name, source }): Entry => {
        const direction = source.arity === 'optional' ? 'NullableDirection' : 'Direction';
        return [name, types(direction)];
      }),
      ...entity.relations.flatMap(({ name, kind, target: targetName }): readonly Entry[] => {
        const target = entityOf(targetName);
        if (target === undefined) return [];
        return [[name, kind === 'many' ? shapes('CountOrder') : inputType(target, 'OrderBy')]];
      }),
    ],
  };
}

/** What `include=` and `counts=` take. */
function loadTypes(entity: PythonEntity, entityOf: EntityOf): readonly TypedDictShape[] {
  const targets = entity.relations.flatMap((relation) => {
    const target = entityOf(relation.target);
    return target ? [{ relation, target }] : [];
  });
  return [
    {
      name: inputType(entity, 'Include').name,
      documentation: `The relations of ${entity.className} to load, in a dict.`,
      isPartial: true,
      entries: targets.map(({ relation, target }) => [
        relation.name,
        py`${builtin('bool')} | ${includeType(relation, target)}`,
      ]),
    },
    {
      name: inputType(entity, 'Counts').name,
      documentation: `The relations of ${entity.className} to count, all rows or those that meet conditions.`,
      isPartial: true,
      entries: targets
        .filter(({ relation }) => relation.kind === 'many')
        .map(({ relation, target }) => [
          relation.name,
          py`${builtin('bool')} | ${inputType(target, 'Where')}`,
        ]),
    },
  ];
}

const includeType = ({ kind }: PythonRelation, target: PythonEntity): PythonSymbol =>
  inputPart(target, ['include', kind]);

/** What related rows are loaded with, in a dict, for each kind of relation that leads to an entity. */
function includeTypes(
  entities: readonly PythonEntity[],
  entityOf: EntityOf,
): readonly TypedDictShape[] {
  const found = new Map<string, TypedDictShape>();
  for (const relation of entities.flatMap(({ relations }) => relations)) {
    const target = entityOf(relation.target);
    if (target === undefined) continue;
    const { kind } = relation;
    const { name } = includeType(relation, target);
    found.set(name, {
      name,
      documentation: `How ${kind === 'many' ? 'related rows' : 'a related row'} of ${target.className} ${kind === 'many' ? 'are' : 'is'} loaded.`,
      isPartial: true,
      entries: [
        // What is below is not looked at: types in circles cost type checkers time.
        ['include', LOADS],
        ['counts', LOADS],
        ...(kind === 'one' ? [] : [['where', inputType(target, 'Where')] as const]),
        ...(kind === 'many' ? searchEntries(target) : []),
      ],
    });
  }
  return [...found.values()];
}

const LOADS = py`${named('collections.abc', 'Mapping')}[${builtin('str')}, ${named('typing', 'Any')}]`;

/** The type arguments of `Search`: order, key and fields. */
export function searchTypes(entity: PythonEntity): PythonExpression {
  const key = entity.capability === 'view' ? NEVER : inputType(entity, 'WhereUnique');
  return joined([inputType(entity, 'OrderBy'), key, inputType(entity, 'Field')], ', ');
}

/** The keys of `Search` for an entity. */
function searchEntries(entity: PythonEntity): readonly Entry[] {
  const orderBy = inputType(entity, 'OrderBy');
  const field = inputType(entity, 'Field');
  return [
    ['order_by', py`${orderBy} | ${SEQUENCE}[${orderBy}]`],
    ['take', builtin('int')],
    ['skip', builtin('int')],
    ...(entity.capability === 'view'
      ? []
      : [['cursor', inputType(entity, 'WhereUnique')] as const]),
    ['distinct', py`${field} | ${SEQUENCE}[${field}]`],
  ];
}

/** The names of the fields as literals: all of them, those of numbers, and those with an order. */
function fieldTypes(entity: PythonEntity, module: PythonModule): readonly (readonly string[])[] {
  const numbers = entity.columns.filter(isNumber);
  return [
    literals(inputType(entity, 'Field').name, entity.columns, module),
    literals(inputType(entity, 'Number').name, numbers, module),
    literals(inputType(entity, 'Comparable').name, entity.columns.filter(isComparable), module),
  ];
}

function literals(
  name: string,
  columns: readonly PythonColumn[],
  module: PythonModule,
): readonly string[] {
  if (columns.length === 0) return unionAlias(module, name, [NEVER]);
  const members = columns.map((column) => stringLiteral(column.name));
  return unionAlias(module, name, [py`${LITERAL}[${members.join(', ')}]`]);
}

/** The columns of a new row: what `create_many` takes, and bodies of requests may have. */
function createType(entity: PythonEntity): TypedDictShape {
  return {
    name: inputType(entity, 'Create').name,
    documentation: `The values of a new ${entity.className}.`,
    entries: entity.columns.map(createEntry),
  };
}

/** A column as a key of a new row. */
export function createEntry(column: PythonColumn): Entry {
  const entry: Entry = [column.name, valueType(column)];
  return isOptionalAtCreate(column.source) ? optional(entry) : entry;
}

function updateType(entity: PythonEntity): TypedDictShape {
  return {
    name: inputType(entity, 'Update').name,
    documentation: `New values for a ${entity.className}; the others stay.`,
    isPartial: true,
    entries: entity.columns.map((column): Entry => {
      const isSpecial = column.source.arity === 'list' || column.type.operation !== undefined;
      return [column.name, isSpecial ? fields(`${fieldKind(column)}Update`) : valueType(column)];
    }),
  };
}

/** What a column takes as a value. */
export function valueType({ source, type }: PythonColumn): PythonExpression {
  if (source.arity === 'list') return py`${SEQUENCE}[${type.input}]`;
  return source.arity === 'optional' ? py`${type.input} | None` : type.input;
}
