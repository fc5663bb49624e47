import { createModule, type PythonModule } from '../python-module.ts';
import type { PythonColumn, PythonEntity, PythonRelation, PythonSchema } from '../python-schema.ts';
import { stringLiteral } from '../python-source.ts';
import {
  builtin,
  fields,
  inputs,
  joined,
  LITERAL,
  named,
  type PythonExpression,
  py,
  SEQUENCE,
  types,
} from '../python-symbols.ts';
import { createTypes } from './create-types.ts';
import { fieldKind } from './fields-module.ts';
import { inputPart, inputType } from './input-types.ts';
import { changeType, shapes } from './nested-types.ts';
import { type Entry, type TypedDictShape, typedDict, unionAlias } from './typed-dict.ts';
import { uniqueTypes } from './unique-types.ts';

/** What the types of one entity are made of. */
export interface InputsContext {
  readonly module: PythonModule;
  readonly entityOf: (className: string) => PythonEntity | undefined;
  /** Has the module declare a type that several entities share. */
  readonly declare: (shape: TypedDictShape) => void;
}

/** `inputs.py`: what the methods of each model take. */
export function inputsModule(schema: PythonSchema): string {
  const module = createModule({
    name: '.inputs',
    documentation: 'What the methods of each model take.',
  });
  const byClass = new Map(schema.entities.map((entity) => [entity.className, entity]));
  const declared = new Map<string, TypedDictShape>();
  const context: InputsContext = {
    module,
    entityOf: (name) => byClass.get(name),
    declare: (shape) => declared.set(shape.name, shape),
  };
  const blocks = schema.entities.flatMap((entity) => entityInputs(entity, context));
  return module.finish([
    ...blocks,
    ...[...declared.values()].map((shape) => typedDict(module, shape)),
  ]);
}

function entityInputs(
  entity: PythonEntity,
  context: InputsContext,
): readonly (readonly string[])[] {
  const { capability } = entity;
  const { module } = context;
  const dicts = [
    whereType(entity, context),
    isType(entity),
    orderByType(entity, context),
    ...(entity.relations.length > 0 ? loadTypes(entity, context) : []),
  ].map((shape) => typedDict(module, shape));
  return [
    ...dicts,
    ...fieldTypes(entity, context),
    ...(capability === 'view' ? [] : uniqueTypes(entity, context)),
    ...(capability === 'model' ? createTypes(entity, context) : []),
    ...(capability === 'model' || capability === 'updatable'
      ? updateTypes(entity, context).map((shape) => typedDict(module, shape))
      : []),
  ];
}

function whereType(entity: PythonEntity, { entityOf }: InputsContext): TypedDictShape {
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
    hasKeyword: true,
    entries: [
      ['is', py`${where} | None`],
      ['is_not', py`${where} | None`],
    ],
  };
}

function orderByType(entity: PythonEntity, { entityOf }: InputsContext): TypedDictShape {
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
function loadTypes(entity: PythonEntity, context: InputsContext): readonly TypedDictShape[] {
  const { entityOf } = context;
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
        py`${builtin('bool')} | ${includeType(relation, target, context)}`,
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

/** What a related row, or rows, are loaded with, in a dict. */
function includeType(
  { kind }: PythonRelation,
  target: PythonEntity,
  { declare }: InputsContext,
): PythonExpression {
  const hasRelations = target.relations.length > 0;
  const { name } = inputPart(target, ['include', kind]);
  const where: Entry = ['where', inputType(target, 'Where')];
  declare({
    name,
    documentation: `How ${kind === 'many' ? 'related rows' : 'a related row'} of ${target.className} ${kind === 'many' ? 'are' : 'is'} loaded.`,
    isPartial: true,
    ...(kind === 'many' ? { bases: [py`${shapes('Search')}[${searchTypes(target)}]`] } : {}),
    entries: [
      ...(kind === 'one' ? [] : [where]),
      ...(hasRelations
        ? [
            ['include', inputType(target, 'Include')] as const,
            ['counts', inputType(target, 'Counts')] as const,
          ]
        : []),
    ],
  });
  return inputs(name);
}

export const NEVER: PythonExpression = named('typing', 'Never');

/** The type arguments of `Search`: order, key and fields. */
export function searchTypes(entity: PythonEntity): PythonExpression {
  const key = entity.capability === 'view' ? NEVER : inputType(entity, 'WhereUnique');
  return joined([inputType(entity, 'OrderBy'), key, inputType(entity, 'Field')], ', ');
}

/** The names of the fields as literals: all of them, and those of numbers. */
function fieldTypes(
  entity: PythonEntity,
  { module }: InputsContext,
): readonly (readonly string[])[] {
  const numbers = entity.columns.filter(isNumber);
  return [
    literals(inputType(entity, 'Field').name, entity.columns, module),
    literals(inputType(entity, 'Number').name, numbers, module),
  ];
}

/** Whether there is a sum of the values of a column. */
export const isNumber = ({ source, type }: PythonColumn): boolean =>
  source.arity !== 'list' && (type.operation !== undefined || type.base === 'Money');

function literals(
  name: string,
  columns: readonly PythonColumn[],
  module: PythonModule,
): readonly string[] {
  if (columns.length === 0) return unionAlias(module, name, [NEVER]);
  const members = columns.map((column) => stringLiteral(column.name));
  return unionAlias(module, name, [py`${LITERAL}[${members.join(', ')}]`]);
}

function updateTypes(entity: PythonEntity, context: InputsContext): readonly TypedDictShape[] {
  const { className, columns } = entity;
  const flat: TypedDictShape = {
    name: inputType(entity, 'Update').name,
    documentation: `New values for a ${className}; the others stay.`,
    isPartial: true,
    entries: columns.map((column): Entry => {
      const isSpecial = column.source.arity === 'list' || column.type.operation !== undefined;
      return [column.name, isSpecial ? fields(`${fieldKind(column)}Update`) : valueType(column)];
    }),
  };
  const changes = entity.relations.flatMap((relation): readonly Entry[] => {
    const change = changeType(relation, context);
    return change ? [[relation.name, change]] : [];
  });
  return [
    flat,
    {
      name: inputType(entity, 'UpdateNested').name,
      documentation: `New values for a ${className}, and what becomes of rows that it is related to.`,
      isPartial: true,
      bases: [inputs(flat.name)],
      entries: changes,
    },
  ];
}

/** What a column takes as a value. */
export function valueType({ source, type }: PythonColumn): PythonExpression {
  if (source.arity === 'list') return py`${SEQUENCE}[${type.input}]`;
  return source.arity === 'optional' ? py`${type.input} | None` : type.input;
}
