import { isOptionalAtCreate } from '../../../visible-schema.ts';
import { createModule } from '../python-module.ts';
import { className } from '../python-names.ts';
import type { PythonEntity, PythonRelation, PythonSchema } from '../python-schema.ts';
import {
  builtin,
  joined,
  named,
  type PythonExpression,
  type PythonSymbol,
  py,
  SEQUENCE,
  symbolsOf,
} from '../python-symbols.ts';
import { inputType } from './input-types.ts';
import { createEntry, type EntityOf, entitiesByClass, NEVER, shapes } from './inputs-module.ts';
import { type Entry, optional, type TypedDictShape, typedDict } from './typed-dict.ts';

/**
 * How far types follow a write: the row of the call, the rows that are written
 * with it, and those with these. What is below is taken and not looked at. Types
 * without an end would be in circles, along which mypy walks for each of them.
 */
const LEVELS = 2;

/** With more required relations than this, all are given by name or all by their columns. */
const MIXED_AT_MOST = 2;

const nested = symbolsOf('.nested');
const NOT_LOOKED_AT = py`${named('collections.abc', 'Mapping')}[${builtin('str')}, ${named('typing', 'Any')}]`;

/** What the data of `create` is, for a row with related rows: by columns, or by the names of relations. */
export const nestedCreate = (entity: PythonEntity): PythonExpression =>
  joined(
    formsOf(entity).map((form) => formType(entity, form)),
    ' | ',
  );

/** What the data of `update` is, for a row with related rows. */
export const nestedUpdate = ({ inputName }: PythonEntity): PythonSymbol =>
  nested(inputName('Update'));

/** `nested.py`: what is written together with related rows. Each type stands below those that it speaks of. */
export function nestedModule({ entities }: PythonSchema): string {
  const module = createModule({
    name: '.nested',
    documentation: 'What the methods of each model take to write related rows, too.',
  });
  const entityOf = entitiesByClass(entities);
  const written = entities.filter(isWritten);
  const shapesOfAll: readonly TypedDictShape[] = [
    ...written.filter(isModel).map(plainColumns),
    ...targetsOf(written, entityOf).filter(isModel).map(freeColumns),
    ...relatedRows(written, 1, entityOf),
    ...written.filter(isModel).flatMap((entity) => createForms(entity, entityOf)),
    ...written.map((entity) => updateAt(entity, 0, entityOf)),
  ];
  return module.finish(shapesOfAll.map((shape) => typedDict(module, shape)));
}

const isModel = ({ capability }: PythonEntity): boolean => capability === 'model';
const isWritten = ({ capability }: PythonEntity): boolean =>
  capability === 'model' || capability === 'updatable';

/** What can be done with the relations of some, and the rows at this level and below that it speaks of. */
function relatedRows(
  entities: readonly PythonEntity[],
  level: number,
  entityOf: EntityOf,
): readonly TypedDictShape[] {
  if (level > LEVELS) return [];
  const reached = targetsOf(entities, entityOf);
  return [
    ...relatedRows(reached, level + 1, entityOf),
    ...reached.filter(isModel).map((entity) => createAt(entity, level, entityOf)),
    ...reached.map((entity) => updateAt(entity, level, entityOf)),
    ...operationTypes(entities, level, entityOf),
  ];
}

/** The entities that are written through relations of some. */
function targetsOf(entities: readonly PythonEntity[], entityOf: EntityOf): readonly PythonEntity[] {
  const targets = entities.flatMap(({ relations }) => relations.map(({ target }) => target));
  return [...new Set(targets)]
    .sort()
    .flatMap((target) => entityOf(target) ?? [])
    .filter(isWritten);
}

const part = ({ inputName }: PythonEntity, suffix: string): PythonSymbol =>
  nested(`_${inputName(suffix)}`);

/** The relations that a new row has to have, by their names or by their columns. */
function requiredRelations({ columns, relations }: PythonEntity): readonly PythonRelation[] {
  const required = new Set(
    columns.filter(({ source }) => !isOptionalAtCreate(source)).map(({ name }) => name),
  );
  return relations.filter(
    ({ kind, owns, local }) => owns && kind === 'one' && local.some((name) => required.has(name)),
  );
}

const keysOf = (relations: readonly PythonRelation[]): ReadonlySet<string> =>
  new Set(relations.flatMap(({ local }) => local));

/** The columns of a new row without those that its relations say. */
function plainColumns(entity: PythonEntity): TypedDictShape {
  const keys = keysOf(requiredRelations(entity));
  return {
    name: part(entity, 'Columns').name,
    documentation: `The values of a new ${entity.className}.`,
    entries: entity.columns.filter(({ name }) => !keys.has(name)).map(createEntry),
  };
}

/** The columns of a new row that another one makes, which may say what it belongs to. */
function freeColumns(entity: PythonEntity): TypedDictShape {
  return {
    name: part(entity, 'CreateMany').name,
    documentation: `The values of a new ${entity.className}.`,
    isPartial: true,
    bases: [part(entity, 'Columns')],
    entries: keyEntries(entity, keysOf(requiredRelations(entity))),
  };
}

const keyEntries = ({ columns }: PythonEntity, keys: ReadonlySet<string>): readonly Entry[] =>
  columns.filter(({ name }) => keys.has(name)).map(createEntry);

/** A new row at a level: what it has to belong to may be said by the row that it is written with. */
function createAt(entity: PythonEntity, level: number, entityOf: EntityOf): TypedDictShape {
  return {
    name: part(entity, `Create${level}`).name,
    documentation: `The values of a new ${entity.className}, and of rows that it is related to.`,
    isPartial: true,
    bases: [part(entity, 'CreateMany')],
    entries: relationEntries(entity, 'New', level + 1, entityOf),
  };
}

function updateAt(entity: PythonEntity, level: number, entityOf: EntityOf): TypedDictShape {
  const name = level === 0 ? nestedUpdate(entity) : part(entity, `Update${level}`);
  return {
    name: name.name,
    documentation: `New values for a ${entity.className}, and what becomes of rows that it is related to.`,
    isPartial: true,
    bases: [inputType(entity, 'Update')],
    entries: relationEntries(entity, 'Change', level + 1, entityOf),
  };
}

/** What can be done with the relations of a row, by types of a level. */
function relationEntries(
  entity: PythonEntity,
  word: Word,
  level: number,
  entityOf: EntityOf,
): readonly Entry[] {
  return entity.relations.flatMap((relation): readonly Entry[] => {
    const target = entityOf(relation.target);
    if (target === undefined || !isWritten(target)) return [];
    const type = level > LEVELS ? NOT_LOOKED_AT : operationType(relation, target, word, level);
    return [[relation.name, type]];
  });
}

/** How the row of the call says what it has to belong to. */
interface Form {
  readonly byName: readonly PythonRelation[];
  readonly byColumns: readonly PythonRelation[];
}

function formsOf(entity: PythonEntity): readonly Form[] {
  const relations = requiredRelations(entity);
  const start: Form = { byName: [], byColumns: [] };
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

/** `PostCreate`, or `PostCreateByAuthor`. */
function formType({ inputName }: PythonEntity, { byName }: Form): PythonSymbol {
  const words = byName.map(({ name }) => className(name)).join('And');
  return nested(inputName(words === '' ? 'Create' : `CreateBy${words}`));
}

function createForms(entity: PythonEntity, entityOf: EntityOf): readonly TypedDictShape[] {
  const related = relationEntries(entity, 'New', 1, entityOf);
  const required = new Set(requiredRelations(entity).map(({ name }) => name));
  return formsOf(entity).map((form) => {
    const byName = new Set(form.byName.map(({ name }) => name));
    return {
      name: formType(entity, form).name,
      documentation: `The values of a new ${entity.className}, and of rows that it is related to.`,
      bases: [part(entity, 'Columns')],
      entries: [
        ...keyEntries(entity, keysOf(form.byColumns)),
        ...related.filter(([name]) => byName.has(name)),
        ...related.filter(([name]) => !required.has(name)).map(optional),
      ],
    };
  });
}

/** `New` is what `create` takes, `Change` what `update` takes. */
type Word = 'New' | 'Change';

function operationType(
  { kind, through }: PythonRelation,
  target: PythonEntity,
  word: Word,
  level: number,
): PythonSymbol {
  const shape = through ? 'Links' : { one: 'One', maybe: 'Maybe', many: 'Many' }[kind];
  const shared = word === 'New' && shape === 'Maybe' ? 'One' : shape;
  return part(target, `${word}${shared}${level}`);
}

/** What can be done with related rows, for each kind of relation that leads to an entity. */
function operationTypes(
  entities: readonly PythonEntity[],
  level: number,
  entityOf: EntityOf,
): readonly TypedDictShape[] {
  const found = new Map<string, TypedDictShape>();
  for (const entity of entities) {
    const words: readonly Word[] = isModel(entity) ? ['New', 'Change'] : ['Change'];
    for (const relation of entity.relations) {
      const target = entityOf(relation.target);
      if (target === undefined || !isWritten(target)) continue;
      for (const word of words) {
        const shape = operations(relation, target, word, level);
        found.set(shape.name, shape);
      }
    }
  }
  return [...found.values()];
}

function operations(
  relation: PythonRelation,
  target: PythonEntity,
  word: Word,
  level: number,
): TypedDictShape {
  const rows = relation.kind === 'many' ? 'related rows' : 'a related row';
  return {
    name: operationType(relation, target, word, level).name,
    documentation: `${word === 'New' ? 'What is made or connected as' : 'What becomes of'} ${rows} of ${target.className}.`,
    isPartial: true,
    entries: [
      ...newEntries(relation, target, level),
      ...(word === 'New' ? [] : changeEntries(relation, target, level)),
    ],
  };
}

/**
 * The types have no type arguments but where all keys are there: from a dict that
 * leaves some out, pyright would infer none.
 */
function newEntries(
  relation: PythonRelation,
  target: PythonEntity,
  level: number,
): readonly Entry[] {
  const create = isModel(target) ? part(target, `Create${level}`) : NEVER;
  const createMany = isModel(target) ? part(target, 'CreateMany') : NEVER;
  const unique = inputType(target, 'WhereUnique');
  const isMany = relation.kind === 'many';
  const each = isMany ? oneOrMany : (item: PythonExpression): PythonExpression => item;
  return [
    ['create', each(create)],
    ['connect', each(unique)],
    ['connect_or_create', each(generic('ConnectOrCreate', unique, create))],
    ...(isMany && relation.through === undefined
      ? [['create_many', generic('NewRows', createMany)] as const]
      : []),
  ];
}

function changeEntries(
  { kind }: PythonRelation,
  target: PythonEntity,
  level: number,
): readonly Entry[] {
  const create = isModel(target) ? part(target, `Create${level}`) : NEVER;
  const update = part(target, `Update${level}`);
  const unique = inputType(target, 'WhereUnique');
  const where = inputType(target, 'Where');
  if (kind === 'many') {
    return [
      ['set', oneOrMany(unique)],
      ['disconnect', oneOrMany(unique)],
      ['delete', oneOrMany(unique)],
      ['update', oneOrMany(generic('UpdateUnique', unique, update))],
      ['update_many', oneOrMany(generic('UpdateWhere', where, inputType(target, 'Update')))],
      ['upsert', oneOrMany(generic('UpsertUnique', unique, create, update))],
      ['delete_many', oneOrMany(where)],
    ];
  }
  const only = py`${builtin('bool')} | ${where}`;
  const data = [update, generic('UpdateData', update), generic('UpdateIf', where, update)];
  const upsert = [generic('UpsertOne', create, update), generic('UpsertIf', where, create, update)];
  return [
    ['update', joined(data, ' | ')],
    ['upsert', joined(upsert, ' | ')],
    ...(kind === 'maybe' ? [['disconnect', only] as const, ['delete', only] as const] : []),
  ];
}

const oneOrMany = (item: PythonExpression): PythonExpression => py`${item} | ${SEQUENCE}[${item}]`;
const generic = (shape: string, ...args: readonly PythonExpression[]): PythonExpression =>
  py`${shapes(shape)}[${joined(args, ', ')}]`;
