import type { GeneratedFile } from '../../../generated-package.ts';
import { createModule, type PythonModule } from '../python-module.ts';
import type { Capability, PythonEntity, PythonSchema } from '../python-schema.ts';
import { docstring, indented } from '../python-source.ts';
import {
  builtin,
  joined,
  models,
  named,
  type PythonExpression,
  type PythonSymbol,
  partsOf,
  py,
  symbolsOf,
} from '../python-symbols.ts';
import { FACES, type Face, type FaceName } from './faces.ts';
import { type InputType, inputType } from './input-types.ts';
import { NEVER, shapes } from './inputs-module.ts';
import {
  ANY,
  type FieldValues,
  INTO,
  METHODS,
  type Method,
  type MethodTypes,
  type Signature,
} from './methods.ts';
import { rowAnnotation } from './models-module.ts';
import { nestedCreate, nestedUpdate } from './nested-module.ts';
import { relationKeyword } from './relation-keywords.ts';
import { relationArguments, relationVariables } from './relation-variables.ts';
import { resultType } from './results-module.ts';

const CAPABILITIES: readonly Capability[] = ['view', 'keyedView', 'updatable', 'model'];

/** The types that a model's methods take. Its classes are generic in them: mypy looks at them once, not in each method. */
type InputName =
  | 'where'
  | 'orderBy'
  | 'unique'
  | 'field'
  | 'number'
  | 'comparable'
  | 'create'
  | 'update'
  | 'createNested'
  | 'updateNested'
  | 'include'
  | 'counts'
  | 'aggregates'
  | 'group'
  | 'having'
  | 'references';

const variable = (name: string): PythonSymbol => named('._runtime.shapes', name);

const VARIABLES: Readonly<Record<InputName, PythonSymbol>> = {
  where: variable('Where'),
  orderBy: variable('OrderBy'),
  unique: variable('Unique'),
  field: variable('Field'),
  include: variable('Include'),
  counts: variable('Counts'),
  number: variable('Number'),
  comparable: variable('Comparable'),
  create: variable('Create'),
  update: variable('Update'),
  createNested: variable('CreateNested'),
  updateNested: variable('UpdateNested'),
  aggregates: variable('Aggregates'),
  group: variable('Group'),
  having: variable('Having'),
  references: variable('References'),
};

const ALL_VARIABLES = joined(Object.values(VARIABLES), ', ');
const SEARCH_VARIABLES = joined([VARIABLES.orderBy, VARIABLES.unique, VARIABLES.field], ', ');
/** The first ones: what a model gives to others speaks of no more. */
const GIVEN_VARIABLES = joined(Object.values(VARIABLES).slice(0, 6), ', ');
const LOAD_VARIABLES = joined([VARIABLES.include, VARIABLES.counts], ', ');
const PICK_VARIABLES = joined([VARIABLES.field, INTO], ', ');
const PICK_SEARCH_VARIABLES = joined([SEARCH_VARIABLES, INTO], ', ');

const GENERIC = named('typing', 'Generic');
const OVERLOAD = named('typing', 'overload');
const TYPED_DICT = named('typing', 'TypedDict');
const UNPACK = named('typing', 'Unpack');

/** The class with the methods of an entity: `actions.UserActions`. */
export const actionsOf = ({ className }: PythonEntity, face: FaceName): PythonSymbol =>
  symbolsOf('.actions')(`${className}Actions${FACES[face].suffix}`);

/** Beyond this many models pyright gives up on a module: its stub is cut into several. */
const MOST_MODELS = 50;
const MODELS_OF_A_PART = 25;

/**
 * `actions.pyi`: the methods of each model, for every colour. Of a large schema it
 * takes them from stubs with the methods of some models each.
 */
export function actionsStubs(schema: PythonSchema): readonly GeneratedFile[] {
  const { entities } = schema;
  const whole = createStub('.actions');
  if (entities.length <= MOST_MODELS) {
    const blocks = [...baseClasses(whole), ...entities.flatMap((one) => classesOf(whole, one))];
    return [{ path: 'actions.pyi', content: whole.finish(blocks) }];
  }
  const bases = createStub('._methods');
  const parts = Array.from(
    { length: Math.ceil(entities.length / MODELS_OF_A_PART) },
    (_, index) => ({
      name: `._actions_${index + 1}`,
      entities: entities.slice(index * MODELS_OF_A_PART, (index + 1) * MODELS_OF_A_PART),
    }),
  );
  const names = parts.map(({ name, entities: some }) => [
    `from ${name} import (`,
    ...some.flatMap(({ className }) =>
      Object.values(FACES).map(({ suffix }) => {
        const actions = `${className}Actions${suffix}`;
        return `    ${actions} as ${actions},`;
      }),
    ),
    ')',
  ]);
  return [
    { path: 'actions.pyi', content: whole.finish(names) },
    { path: '_methods.pyi', content: bases.finish(baseClasses(bases)) },
    ...parts.map(({ name, entities: some }) => {
      const part = createStub(name, '._methods');
      const content = part.finish(some.flatMap((one) => classesOf(part, one)));
      return { path: `${name.slice(1)}.pyi`, content };
    }),
  ];
}

/** A stub, and what the bases of every model's classes are called in it. */
interface Stub extends PythonModule {
  readonly base: (name: string) => PythonExpression;
}

function createStub(name: string, bases = name): Stub {
  const module = createModule({ name, documentation: 'The methods of each model.', isStub: true });
  // Beside the models' own classes they are private, in a module of their own they cannot be.
  const base = (one: string): PythonExpression =>
    bases === '.actions' ? py`_${one}` : symbolsOf(bases)(one);
  return { ...module, base };
}

function classesOf(module: Stub, entity: PythonEntity): readonly (readonly string[])[] {
  const types = typesOf(entity);
  return [
    ...(entity.relations.length > 0 ? keywordTypes(module, entity) : []),
    loadsClass(module, entity, types),
    ...Object.values(FACES).flatMap((face) => [
      methodsClass(module, entity, types, face),
      actionsClass(module, entity, face),
    ]),
  ];
}

const isAtLeast = ({ capability }: PythonEntity, other: Capability): boolean =>
  CAPABILITIES.indexOf(capability) >= CAPABILITIES.indexOf(other);

/** What an entity's methods take, for the variables of its classes. */
function inputsOf(entity: PythonEntity): Readonly<Record<InputName, PythonExpression>> {
  const of = (type: InputType, from: Capability): PythonExpression =>
    isAtLeast(entity, from) ? inputType(entity, type) : NEVER;
  const create = of('Create', 'model');
  const update = of('Update', 'updatable');
  const hasRelations = entity.relations.length > 0;
  return {
    where: of('Where', 'view'),
    orderBy: of('OrderBy', 'view'),
    unique: of('WhereUnique', 'keyedView'),
    field: of('Field', 'view'),
    number: of('Number', 'view'),
    comparable: of('Comparable', 'view'),
    aggregates: resultType(entity, 'Aggregates'),
    group: resultType(entity, 'Group'),
    having: of('Having', 'view'),
    references: resultType(entity, 'Fields'),
    create,
    update,
    createNested: isAtLeast(entity, 'model') ? py`${create} | ${nestedCreate(entity)}` : NEVER,
    updateNested: isAtLeast(entity, 'updatable') ? py`${update} | ${nestedUpdate(entity)}` : NEVER,
    include: hasRelations ? inputType(entity, 'Include') : NEVER,
    counts: hasRelations ? inputType(entity, 'Counts') : NEVER,
  };
}

/** The types that an entity's methods speak of. */
function typesOf(entity: PythonEntity): MethodTypes {
  const { className } = entity;
  const row = py`${models(className)}${relationArguments(entity)}`;
  const common = { ...VARIABLES, row, model: models(className), values: valuesOf(entity) };
  if (entity.relations.length === 0) {
    return {
      ...common,
      load: undefined,
      loadUnique: shapes('Lock'),
      loadMany: py`${shapes('Search')}[${SEARCH_VARIABLES}]`,
      find: py`${shapes('Find')}[${SEARCH_VARIABLES}]`,
      pick: py`${shapes('Pick')}[${PICK_VARIABLES}]`,
      pickUnique: py`${shapes('PickUnique')}[${PICK_VARIABLES}]`,
      pickSearch: py`${shapes('PickSearch')}[${PICK_SEARCH_VARIABLES}]`,
    };
  }
  return { ...common, ...keywordsOf(entity) };
}

/** The fields by the type of their values, in the order of the schema. */
function valuesOf({ columns }: PythonEntity): readonly FieldValues[] {
  const found = new Map<string, { names: string[]; type: PythonExpression }>();
  for (const column of columns) {
    const type = rowAnnotation(column);
    const key = JSON.stringify(partsOf(type));
    const values = found.get(key) ?? { names: [], type };
    values.names.push(column.name);
    found.set(key, values);
  }
  return [...found.values()];
}

type KeywordName =
  | 'load'
  | 'loadUnique'
  | 'loadMany'
  | 'find'
  | 'pick'
  | 'pickUnique'
  | 'pickSearch';
type Keywords = Readonly<Record<KeywordName, PythonExpression>>;

/** TypedDicts with the keywords of an entity's methods. */
function keywordsOf(entity: PythonEntity): Keywords {
  const { className } = entity;
  const own = joined(relationVariables(entity), ', ');
  const load = py`[${LOAD_VARIABLES}, ${own}]`;
  const search = py`[${SEARCH_VARIABLES}, ${LOAD_VARIABLES}, ${own}]`;
  return {
    load: py`_${className}Load${load}`,
    loadUnique: py`_${className}Unique${load}`,
    loadMany: py`_${className}Many${search}`,
    find: py`_${className}Find${search}`,
    pick: py`_${className}Pick[${LOAD_VARIABLES}, ${PICK_VARIABLES}]`,
    pickUnique: py`_${className}PickUnique[${LOAD_VARIABLES}, ${PICK_VARIABLES}]`,
    pickSearch: py`_${className}PickSearch[${LOAD_VARIABLES}, ${PICK_SEARCH_VARIABLES}]`,
  };
}

/** The keywords of methods that load relations: by themselves, and with those of searches and locks. */
function keywordTypes(module: PythonModule, entity: PythonEntity): readonly (readonly string[])[] {
  const { className, relations } = entity;
  const { load, loadMany } = keywordsOf(entity);
  const variables = relationVariables(entity);
  // What is loaded goes into a class that says itself what it is.
  const anything = joined(
    variables.map(() => builtin('object')),
    ', ',
  );
  const loadAny = py`_${className}Load[${LOAD_VARIABLES}, ${anything}]`;
  const generic = py`${GENERIC}[${LOAD_VARIABLES}, ${joined(variables, ', ')}]`;
  const search = py`${shapes('Search')}[${SEARCH_VARIABLES}]`;
  const ordered = py`${shapes('Ordered')}[${VARIABLES.orderBy}]`;
  const head = (suffix: string, ...bases: readonly PythonExpression[]): string =>
    module.text(py`class _${className}${suffix}(${joined(bases, ', ')}, total=False):`);
  const keywords = relations.map(({ name, kind, target }, index) => {
    const shape = { one: 'One', maybe: 'Maybe', many: 'Many' }[kind];
    const type = py`${shapes(shape)}[${models(target)}, ${variables[index] ?? ANY}]`;
    return `${relationKeyword(name)}: ${module.text(type)}`;
  });
  return [
    [
      head('Load', TYPED_DICT, generic),
      ...indented([
        ...keywords,
        `include: ${module.text(VARIABLES.include)}`,
        `counts: ${module.text(VARIABLES.counts)}`,
      ]),
    ],
    // What they are generic in follows from their bases, in this order.
    [`${head('Unique', load, shapes('Lock'))} ...`],
    [`${head('Many', search, load)} ...`],
    [`${head('Find', loadMany, ordered, shapes('Lock'))} ...`],
    [`${head('Pick', loadAny, py`${shapes('Pick')}[${PICK_VARIABLES}]`)} ...`],
    [`${head('PickUnique', loadAny, py`${shapes('PickUnique')}[${PICK_VARIABLES}]`)} ...`],
    [`${head('PickSearch', loadAny, py`${shapes('PickSearch')}[${PICK_SEARCH_VARIABLES}]`)} ...`],
  ];
}

/** What every model has of a colour: the methods without rows, and what the others are for. */
function baseClasses(module: Stub): readonly (readonly string[])[] {
  const types: MethodTypes = {
    ...VARIABLES,
    row: ANY,
    model: ANY,
    load: undefined,
    loadUnique: ANY,
    loadMany: ANY,
    find: ANY,
    pick: ANY,
    pickUnique: ANY,
    pickSearch: ANY,
  };
  const described = (method: Method): readonly string[] => [
    module.text(py`def ${method.name}(self, *args: ${ANY}, **kwargs: ${ANY}) -> ${ANY}:`),
    ...indented(docstring(method.documentation)),
  ];
  const loads = METHODS.filter(({ isPlain, isOfModel }) => isPlain && isOfModel).flatMap(described);
  return [
    [module.text(py`class ${module.base('Loads')}:`), ...indented(loads)],
    ...Object.values(FACES).flatMap((face) =>
      CAPABILITIES.map((capability, index) => {
        const previous = CAPABILITIES[index - 1];
        const base = previous === undefined ? '' : py`${module.base(baseName(face, previous))}[`;
        const head =
          previous === undefined ? py`${GENERIC}[${ALL_VARIABLES}]` : py`${base}${ALL_VARIABLES}]`;
        const methods = METHODS.filter(
          (method) =>
            method.capability === capability &&
            !(method.isPlain && method.isOfModel) &&
            isIn(face, method),
        );
        return [
          module.text(py`class ${module.base(baseName(face, capability))}(${head}):`),
          ...indented(
            methods.flatMap((method) =>
              isOfModel(method, face)
                ? described(method)
                : methodLines(module, method, types, face, true),
            ),
          ),
        ];
      }),
    ),
  ];
}

const isOfModel = (method: Method, face: Face): boolean =>
  method.isOfModel && !(method.isSharedInBatches && face === FACES.batch);

const isIn = (face: Face, { isStream }: Method): boolean =>
  isStream !== true || face.rows !== undefined;

const baseName = ({ name }: Face, capability: Capability): string =>
  `${name}${capability[0]?.toUpperCase()}${capability.slice(1)}`;

/** What a model gives to others, in every colour. */
function loadsClass(
  module: Stub,
  { className }: PythonEntity,
  types: MethodTypes,
): readonly string[] {
  const methods = METHODS.filter(({ isPlain, isOfModel }) => isPlain && isOfModel);
  return [
    module.text(
      py`class _${className}Loads(${module.base('Loads')}, ${GENERIC}[${GIVEN_VARIABLES}]):`,
    ),
    ...indented(methods.flatMap((method) => methodLines(module, method, types, PLAIN, false))),
  ];
}

const PLAIN: Face = { ...FACES.sync, name: 'Plain' };

/** The methods of a model that load relations, for any inputs. */
function methodsClass(
  module: Stub,
  entity: PythonEntity,
  types: MethodTypes,
  face: Face,
): readonly string[] {
  const { capability, className } = entity;
  const methods = METHODS.filter(
    (method) =>
      isOfModel(method, face) &&
      !method.isPlain &&
      isAtLeast(entity, method.capability) &&
      isIn(face, method),
  );
  const base = module.base(baseName(face, capability));
  const bases = py`_${className}Loads[${GIVEN_VARIABLES}], ${base}[${ALL_VARIABLES}]`;
  return [
    module.text(py`class _${className}${face.name}(${bases}):`),
    ...indented(methods.flatMap((method) => methodLines(module, method, types, face, false))),
  ];
}

function actionsClass(module: PythonModule, entity: PythonEntity, face: Face): readonly string[] {
  const { className, source } = entity;
  const taken = inputsOf(entity);
  const args = Object.keys(VARIABLES).map((name) => taken[name as InputName]);
  const documentation = source.documentation ?? `The ${source.kind} ${source.name}.`;
  return [
    module.text(
      py`class ${className}Actions${face.suffix}(_${className}${face.name}[${joined(args, ', ')}]):`,
    ),
    ...indented(docstring(documentation)),
  ];
}

function methodLines(
  module: PythonModule,
  method: Method,
  types: MethodTypes,
  face: Face,
  isDocumented: boolean,
): readonly string[] {
  const { signaturesByValue, documentation, isProperty } = method;
  const signatures = (types.values && signaturesByValue?.(types.values)) ?? method.signatures;
  const decorators = [
    ...(signatures.length > 1 ? [OVERLOAD] : []),
    ...(isProperty ? [builtin('property')] : []),
  ].map((decorator) => `@${module.text(decorator)}`);
  return signatures.flatMap((signature) => {
    const line = signatureLine(module, method, signature, types, face);
    return isDocumented
      ? [...decorators, line, ...indented(docstring(documentation))]
      : [...decorators, `${line} ...`];
  });
}

function signatureLine(
  module: PythonModule,
  { name, isStream, isPlain }: Method,
  { parameters, keywords, result }: Signature,
  types: MethodTypes,
  face: Face,
): string {
  const texts = parameters.flatMap(({ name: parameter, type, isOptional, isKeyword }, index) => {
    const text = `${parameter}: ${module.text(type(types))}${isOptional ? ' = ...' : ''}`;
    return isKeyword && !parameters[index - 1]?.isKeyword ? ['*', text] : [text];
  });
  const options = keywords?.(types);
  const all = [
    'self',
    ...texts,
    ...(options ? [`**options: ${module.text(py`${UNPACK}[${options}]`)}`] : []),
  ];
  const made = result(types);
  const wrapped = isStream && face.rows ? face.rows(made) : face.result(made);
  const def = isStream || isPlain ? 'def' : face.def;
  return `${def} ${name}(${all.join(', ')}) -> ${module.text(isPlain ? made : wrapped)}:`;
}
