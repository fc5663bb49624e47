import type { PythonEntity, PythonRelation } from '../python-schema.ts';
import {
  builtin,
  inputs,
  joined,
  type PythonExpression,
  type PythonSymbol,
  py,
  SEQUENCE,
  symbolsOf,
} from '../python-symbols.ts';
import { requiredRelations } from './create-types.ts';
import { createWithout, inputPart, inputType } from './input-types.ts';
import { type InputsContext, NEVER } from './inputs-module.ts';
import type { Entry, TypedDictShape } from './typed-dict.ts';

export const shapes: (name: string) => PythonSymbol = symbolsOf('._runtime.shapes');

/**
 * What can be written through a relation. The types have no type arguments of
 * their own: from a dict that leaves some keys out, pyright would infer none.
 */
interface WriteParts {
  readonly target: PythonEntity;
  /** The relation that leads back, where a new row has to have it. */
  readonly inverse: PythonRelation | undefined;
  readonly unique: PythonExpression;
  readonly where: PythonExpression;
  readonly update: PythonExpression;
  readonly updateMany: PythonExpression;
  readonly create: PythonExpression;
  readonly createMany: PythonExpression;
}

/** What `create` takes for a relation; undefined where nothing can be written through it. */
export function newType(
  relation: PythonRelation,
  context: InputsContext,
): PythonSymbol | undefined {
  const parts = writeParts(relation, context);
  if (parts === undefined) return undefined;
  const shape = newShape(relation, parts);
  context.declare(shape);
  return inputs(shape.name);
}

/** What `update` takes for a relation; undefined where nothing can be written through it. */
export function changeType(
  relation: PythonRelation,
  context: InputsContext,
): PythonSymbol | undefined {
  const parts = writeParts(relation, context);
  if (parts === undefined) return undefined;
  const made = newType(relation, context);
  if (made === undefined) return undefined;
  const shape: TypedDictShape = {
    name: partName('change', relation, parts),
    documentation: `What becomes of ${related(relation, parts)}.`,
    isPartial: true,
    bases: [made],
    entries: relation.kind === 'many' ? changesOfMany(parts) : changesOfOne(relation, parts),
  };
  context.declare(shape);
  return inputs(shape.name);
}

function newShape(relation: PythonRelation, parts: WriteParts): TypedDictShape {
  const { unique, create, createMany } = parts;
  const isMany = relation.kind === 'many';
  const each = isMany ? oneOrMany : itself;
  return {
    name: partName('new', relation, parts),
    documentation: `The values and keys of ${related(relation, parts)}.`,
    isPartial: true,
    entries: [
      ['create', each(create)],
      ['connect', each(unique)],
      ['connect_or_create', each(generic('ConnectOrCreate', unique, create))],
      ...(isMany && relation.through === undefined
        ? [['create_many', generic('NewRows', createMany)] as const]
        : []),
    ],
  };
}

function changesOfOne({ kind }: PythonRelation, parts: WriteParts): readonly Entry[] {
  const { where, create, update } = parts;
  const only = py`${builtin('bool')} | ${where}`;
  return [
    ['update', either(update, generic('UpdateData', update), generic('UpdateIf', where, update))],
    [
      'upsert',
      either(generic('UpsertOne', create, update), generic('UpsertIf', where, create, update)),
    ],
    ...(kind === 'maybe' ? [['disconnect', only] as const, ['delete', only] as const] : []),
  ];
}

function changesOfMany(parts: WriteParts): readonly Entry[] {
  const { unique, where, create, update, updateMany } = parts;
  return [
    ['set', oneOrMany(unique)],
    ['disconnect', oneOrMany(unique)],
    ['delete', oneOrMany(unique)],
    ['update', oneOrMany(generic('UpdateUnique', unique, update))],
    ['update_many', oneOrMany(generic('UpdateWhere', where, updateMany))],
    ['upsert', oneOrMany(generic('UpsertUnique', unique, create, update))],
    ['delete_many', oneOrMany(where)],
  ];
}

const itself = (item: PythonExpression): PythonExpression => item;
const oneOrMany = (item: PythonExpression): PythonExpression => py`${item} | ${SEQUENCE}[${item}]`;
const either = (...types: readonly PythonExpression[]): PythonExpression => joined(types, ' | ');
const generic = (shape: string, ...args: readonly PythonExpression[]): PythonExpression =>
  py`${shapes(shape)}[${joined(args, ', ')}]`;

const related = ({ kind }: PythonRelation, { target }: WriteParts): string =>
  kind === 'many' ? `related rows of ${target.className}` : `a related ${target.className}`;

function partName(
  word: 'new' | 'change',
  { kind, through }: PythonRelation,
  { target, inverse }: WriteParts,
): string {
  const form = kind === 'many' && through ? 'links' : kind;
  const shared = word === 'new' && kind === 'maybe' ? 'one' : form;
  return inputPart(target, [word, shared, ...(inverse ? ['without', inverse.name] : [])]).name;
}

function writeParts(relation: PythonRelation, { entityOf }: InputsContext): WriteParts | undefined {
  const target = entityOf(relation.target);
  if (target === undefined) return undefined;
  const { capability } = target;
  if (capability !== 'model' && capability !== 'updatable') return undefined;
  const inverse = requiredRelations(target).find(({ name }) => name === relation.inverse);
  const create = (kind: 'Create' | 'CreateMany'): PythonExpression => {
    if (capability !== 'model') return NEVER;
    if (inverse !== undefined) return createWithout(target, inverse, kind);
    return inputType(target, kind === 'Create' ? 'CreateNested' : 'Create');
  };
  return {
    target,
    inverse,
    unique: inputType(target, 'WhereUnique'),
    where: inputType(target, 'Where'),
    update: inputType(target, 'UpdateNested'),
    updateMany: inputType(target, 'Update'),
    create: create('Create'),
    createMany: create('CreateMany'),
  };
}
