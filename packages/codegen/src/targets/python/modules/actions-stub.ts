import { createModule, type PythonModule } from '../python-module.ts';
import type { Capability, PythonEntity, PythonSchema } from '../python-schema.ts';
import { docstring, indented } from '../python-source.ts';
import {
  joined,
  models,
  named,
  type PythonExpression,
  type PythonSymbol,
  py,
  SEQUENCE,
  symbolsOf,
} from '../python-symbols.ts';
import { FACES, type Face, type FaceName } from './faces.ts';
import { type InputType, inputType } from './input-types.ts';
import { NEVER } from './inputs-module.ts';
import { ANY, METHODS, type Method, type MethodTypes, type Signature } from './methods.ts';
import { shapes } from './nested-types.ts';
import { relationKeyword } from './relation-keywords.ts';
import { relationArguments, relationVariable } from './relation-variables.ts';

const CAPABILITIES: readonly Capability[] = ['view', 'keyedView', 'updatable', 'model'];

/** The types of {@link MethodTypes} that the methods of base classes speak of, and their type variables. */
const VARIABLES = {
  where: 'Where',
  orderBy: 'OrderBy',
  unique: 'Unique',
  field: 'Field',
  number: 'Number',
  create: 'Create',
  update: 'Update',
} as const;

const FIELD_REF = named('._runtime.field_refs', 'FieldRef');
const GENERIC = named('typing', 'Generic');
const OVERLOAD = named('typing', 'overload');
const TYPED_DICT = named('typing', 'TypedDict');
const UNPACK = named('typing', 'Unpack');

/** The class with the methods of an entity: `actions.UserActions`. */
export const actionsOf = ({ className }: PythonEntity, face: FaceName): PythonSymbol =>
  symbolsOf('.actions')(`${className}Actions${FACES[face].suffix}`);

/** `actions.pyi`: the methods of each model, for sync and async clients. */
export function actionsStub(schema: PythonSchema): string {
  const module = createModule({
    name: '.actions',
    documentation: 'The methods of each model.',
    isStub: true,
  });
  const faces = Object.values(FACES);
  return module.finish([
    ...baseClasses(module),
    ...schema.entities.flatMap((entity) => {
      const types = typesOf(entity);
      return [
        ...(entity.relations.length > 0 ? keywordTypes(module, entity) : []),
        fieldsClass(module, entity),
        loadsClass(module, entity, types),
        ...faces.map((face) => actionsClass(module, entity, types, face)),
      ];
    }),
  ]);
}

/** The types that an entity's methods speak of. */
function typesOf(entity: PythonEntity): MethodTypes {
  const { capability, className, relations } = entity;
  const isAtLeast = (other: Capability): boolean =>
    CAPABILITIES.indexOf(capability) >= CAPABILITIES.indexOf(other);
  const of = (type: InputType, from: Capability): PythonExpression =>
    isAtLeast(from) ? inputType(entity, type) : NEVER;
  const variables = relationArguments(entity);
  const orderBy = of('OrderBy', 'view');
  const unique = of('WhereUnique', 'keyedView');
  const field = of('Field', 'view');
  const create = of('Create', 'model');
  const update = of('Update', 'updatable');
  const search = joined([orderBy, unique, field], ', ');
  const own = (suffix: string): PythonExpression => py`_${className}${suffix}${variables}`;
  const keywords =
    relations.length > 0
      ? {
          load: own('Load'),
          loadUnique: own('Unique'),
          loadMany: own('Many'),
          find: own('Find'),
        }
      : {
          load: undefined,
          loadUnique: shapes('Lock'),
          loadMany: py`${shapes('Search')}[${search}]`,
          find: py`${shapes('Find')}[${search}]`,
        };
  return {
    where: of('Where', 'view'),
    orderBy,
    unique,
    field,
    number: of('Number', 'view'),
    create,
    update,
    createNested: py`${create} | ${of('CreateNested', 'model')}`,
    updateNested: py`${update} | ${of('UpdateNested', 'updatable')}`,
    row: py`${models(className)}${variables}`,
    model: models(className),
    ...keywords,
  };
}

/** The keywords of methods that load relations: by themselves, and with those of searches and locks. */
function keywordTypes(module: PythonModule, entity: PythonEntity): readonly (readonly string[])[] {
  const { className, relations } = entity;
  const types = typesOf(entity);
  const variables = relationArguments(entity);
  const generic = py`${GENERIC}${variables}`;
  const search = py`${shapes('Search')}[${joined([types.orderBy, types.unique, types.field], ', ')}]`;
  const lock = shapes('Lock');
  const head = (suffix: string, ...bases: readonly PythonExpression[]): string =>
    module.text(
      py`class _${className}${suffix}(${joined([...bases, generic], ', ')}, total=False):`,
    );
  const own = (suffix: string): PythonExpression => py`_${className}${suffix}${variables}`;
  const keywords = relations.map(({ name, kind, target }) => {
    const shape = { one: 'One', maybe: 'Maybe', many: 'Many' }[kind];
    const type = py`${shapes(shape)}[${models(target)}, ${relationVariable(name)}]`;
    return `${relationKeyword(name)}: ${module.text(type)}`;
  });
  return [
    [
      head('Load', TYPED_DICT),
      ...indented([
        ...keywords,
        `include: ${module.text(inputType(entity, 'Include'))}`,
        `counts: ${module.text(inputType(entity, 'Counts'))}`,
      ]),
    ],
    [`${head('Unique', own('Load'), lock)} ...`],
    [`${head('Many', own('Load'), search)} ...`],
    [`${head('Find', own('Many'), lock)} ...`],
  ];
}

/** What every model has of a colour: the methods without rows, and what the others are for. */
function baseClasses(module: PythonModule): readonly (readonly string[])[] {
  const variables = Object.fromEntries(
    Object.entries(VARIABLES).map(([type, name]) => [type, shapes(name)]),
  ) as Record<keyof typeof VARIABLES, PythonExpression>;
  const types: MethodTypes = {
    ...variables,
    createNested: ANY,
    updateNested: ANY,
    row: ANY,
    model: ANY,
    load: undefined,
    loadUnique: ANY,
    loadMany: ANY,
    find: ANY,
  };
  const parameters = joined(Object.values(variables), ', ');
  const described = (method: Method): readonly string[] => [
    module.text(py`def ${method.name}(self, *args: ${ANY}, **kwargs: ${ANY}) -> ${ANY}:`),
    ...indented(docstring(method.documentation)),
  ];
  const loads = METHODS.filter(({ isPlain }) => isPlain).flatMap(described);
  return [
    ['class _Loads:', ...indented(loads)],
    ...Object.values(FACES).flatMap((face) =>
      CAPABILITIES.map((capability, index) => {
        const previous = CAPABILITIES[index - 1];
        const base = previous === undefined ? '' : `${baseName(face, previous)}[`;
        const head =
          previous === undefined
            ? py`${GENERIC}[${parameters}]`
            : py`${base}${parameters}], ${GENERIC}[${parameters}]`;
        const methods = METHODS.filter(
          (method) => method.capability === capability && !method.isPlain,
        );
        return [
          module.text(py`class ${baseName(face, capability)}(${head}):`),
          ...indented(
            methods.flatMap((method) =>
              method.isOfModel ? described(method) : methodLines(module, method, types, face, true),
            ),
          ),
        ];
      }),
    ),
  ];
}

const baseName = ({ name }: Face, capability: Capability): string =>
  `_${name}${capability[0]?.toUpperCase()}${capability.slice(1)}`;

/** The fields of a row, for conditions that compare one with another. */
function fieldsClass(module: PythonModule, entity: PythonEntity): readonly string[] {
  const hidden = new Set(entity.columns.map(({ name }) => name));
  const attributes = entity.columns.map(({ name, source, type }) => {
    const value = source.arity === 'list' ? py`${SEQUENCE}[${type.input}]` : type.input;
    return `${name}: ${module.text(py`${FIELD_REF}[${value}]`, hidden)}`;
  });
  return [`class _${entity.className}Fields:`, ...indented(attributes)];
}

/** What a model gives to others, in every colour. */
function loadsClass(
  module: PythonModule,
  entity: PythonEntity,
  types: MethodTypes,
): readonly string[] {
  const methods = METHODS.filter(({ isPlain }) => isPlain);
  return [
    `class _${entity.className}Loads(_Loads):`,
    ...indented([`fields: _${entity.className}Fields`]),
    ...indented(methods.flatMap((method) => methodLines(module, method, types, PLAIN, false))),
  ];
}

const PLAIN: Face = { ...FACES.sync, name: 'Plain' };

function actionsClass(
  module: PythonModule,
  entity: PythonEntity,
  types: MethodTypes,
  face: Face,
): readonly string[] {
  const { capability, className, source } = entity;
  const args = Object.keys(VARIABLES).map((type) => types[type as keyof typeof VARIABLES]);
  const last = CAPABILITIES.indexOf(capability);
  const methods = METHODS.filter(
    (method) =>
      method.isOfModel && !method.isPlain && CAPABILITIES.indexOf(method.capability) <= last,
  );
  const documentation = source.documentation ?? `The ${source.kind} ${source.name}.`;
  return [
    module.text(
      py`class ${className}Actions${face.suffix}(_${className}Loads, ${baseName(face, capability)}[${joined(args, ', ')}]):`,
    ),
    ...indented([
      ...docstring(documentation),
      ...methods.flatMap((method) => methodLines(module, method, types, face, false)),
    ]),
  ];
}

function methodLines(
  module: PythonModule,
  method: Method,
  types: MethodTypes,
  face: Face,
  isDocumented: boolean,
): readonly string[] {
  const { signatures } = method;
  return signatures.flatMap((signature) => {
    const line = signatureLine(module, method, signature, types, face);
    return [
      ...(signatures.length > 1 ? [`@${module.text(OVERLOAD)}`] : []),
      ...(isDocumented ? [line, ...indented(docstring(method.documentation))] : [`${line} ...`]),
    ];
  });
}

function signatureLine(
  module: PythonModule,
  { name }: Method,
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
  return `${face.def} ${name}(${all.join(', ')}) -> ${module.text(face.result(result(types)))}:`;
}
