import type { Capability } from '../python-schema.ts';
import { stringLiteral } from '../python-source.ts';
import {
  builtin,
  joined,
  LITERAL,
  named,
  type PythonExpression,
  py,
  SEQUENCE,
  symbolsOf,
} from '../python-symbols.ts';
import { shapes } from './inputs-module.ts';

/** The types that methods speak of: those of a model, or the type variables of a base class. */
export interface MethodTypes {
  readonly where: PythonExpression;
  readonly unique: PythonExpression;
  readonly orderBy: PythonExpression;
  readonly field: PythonExpression;
  readonly number: PythonExpression;
  /** The fields that have a least and a greatest value. */
  readonly comparable: PythonExpression;
  readonly aggregates: PythonExpression;
  readonly group: PythonExpression;
  readonly having: PythonExpression;
  readonly references: PythonExpression;
  /** Columns alone. */
  readonly create: PythonExpression;
  readonly update: PythonExpression;
  /** Columns, or columns and relations. */
  readonly createNested: PythonExpression;
  readonly updateNested: PythonExpression;
  /** A row with the relations that a call loads. */
  readonly row: PythonExpression;
  /** The model, for what loads its rows. */
  readonly model: PythonExpression;
  /** Keywords of methods, as a TypedDict: the relations to load, and what else there is to say. */
  readonly load: PythonExpression | undefined;
  readonly loadUnique: PythonExpression;
  readonly loadMany: PythonExpression;
  readonly find: PythonExpression;
  /** The same for what reads some fields alone. */
  readonly pick: PythonExpression;
  readonly pickUnique: PythonExpression;
  readonly pickSearch: PythonExpression;
  /** The fields by the type of their values in rows; undefined where the model is not known. */
  readonly values?: readonly FieldValues[];
}

/** The fields whose values in rows have one type. */
export interface FieldValues {
  readonly names: readonly string[];
  readonly type: PythonExpression;
}

export interface Parameter {
  readonly name: string;
  readonly type: (types: MethodTypes) => PythonExpression;
  readonly isOptional?: boolean;
  /** Whether it is given by its name only. */
  readonly isKeyword?: boolean;
}

/** One way to call a method; an overload where there are several. */
export interface Signature {
  readonly parameters: readonly Parameter[];
  /** A TypedDict of further keywords. */
  readonly keywords?: (types: MethodTypes) => PythonExpression | undefined;
  readonly result: (types: MethodTypes) => PythonExpression;
}

export interface Method {
  readonly name: string;
  readonly documentation: string;
  /** From which capability on entities have it. */
  readonly capability: Capability;
  /** Whether its types differ by what is loaded, so that every model has to say it anew. */
  readonly isOfModel: boolean;
  /** Whether it only says what is to be done, in every colour the same. */
  readonly isPlain?: boolean;
  /** Whether it is an attribute and no method. */
  readonly isProperty?: boolean;
  /** Whether it gives rows one after the other. */
  readonly isStream?: boolean;
  /** Whether a batch says it once for all models: its stub would grow by more than it tells. */
  readonly isSharedInBatches?: boolean;
  readonly signatures: readonly Signature[];
  /** Ways to call it that are told apart by the fields of a model. */
  readonly signaturesByValue?: (values: readonly FieldValues[]) => readonly Signature[];
}

const MAPPING = named('collections.abc', 'Mapping');
export const INTO: PythonExpression = named('._runtime.shapes', 'Into');
const NONE = ' | None';
// By its name alone: every model writes it often.
const SHORT_LITERAL = named('typing', 'Literal');
const INT = builtin('int');
const BOOL = builtin('bool');
const list = (item: PythonExpression): PythonExpression => py`${builtin('list')}[${item}]`;
const sequence = (item: PythonExpression): PythonExpression => py`${SEQUENCE}[${item}]`;
const iterable = (item: PythonExpression): PythonExpression =>
  py`${named('collections.abc', 'Iterable')}[${item}]`;
const asyncIterable = (item: PythonExpression): PythonExpression =>
  py`${named('collections.abc', 'AsyncIterable')}[${item}]`;
const oneOrMany = (item: PythonExpression): PythonExpression => py`${item} | ${sequence(item)}`;

const parameter = (name: string, type: Parameter['type']): Parameter => ({ name, type });
const maybe = (name: string, type: Parameter['type']): Parameter => ({
  name,
  type: (types) => py`${type(types)}${NONE}`,
  isOptional: true,
});
const flag = (name: string): Parameter => keyword({ name, type: () => BOOL, isOptional: true });
const keyword = (one: Parameter): Parameter => ({ ...one, isKeyword: true });

const WHERE = maybe('where', ({ where }) => where);
const KEY = parameter('where', ({ unique }) => unique);
const CREATE = parameter('data', ({ createNested }) => createNested);
const UPDATE = parameter('data', ({ updateNested }) => updateNested);
const ROWS = parameter('data', ({ create }) => iterable(create));
const SOURCES = [iterable, asyncIterable].map((source) =>
  parameter('rows', ({ create }) => source(create)),
);
const UPSERTED = symbolsOf('._runtime.writes.bulk')('Upserted');
const SKIP_DUPLICATES = flag('skip_duplicates');
const BOTH: Parameter['type'] = ({ createNested, updateNested }) =>
  py`${shapes('UpsertOne')}[${createNested}, ${updateNested}]`;
const search = (name: string, types: MethodTypes, ...more: readonly PythonExpression[]) =>
  py`${shapes(name)}[${joined([types.orderBy, types.unique, types.field, ...more], ', ')}]`;

const RANGE: Signature['keywords'] = (types) => search('Range', types);

const row = ({ row: found }: MethodTypes): PythonExpression => found;
const rows = ({ row: found }: MethodTypes): PythonExpression => list(found);
const count = (): PythonExpression => INT;

type Result = Signature['result'];

/** A method that loads relations with what it returns. */
function loading(
  name: string,
  capability: Capability,
  parameters: readonly Parameter[],
  result: Result,
  documentation: string,
): Method {
  const keywords = ({ load }: MethodTypes): PythonExpression | undefined => load;
  const signatures = [{ parameters, keywords, result }];
  return { name, capability, documentation, isOfModel: true, signatures };
}

/** A write of one row, which is returned with relations, or some fields of it alone. */
function writing(
  name: string,
  capability: Capability,
  parameters: readonly Parameter[],
  result: (item: PythonExpression) => PythonExpression,
  documentation: string,
): Method {
  const signatures: readonly Signature[] = [
    { parameters, keywords: ({ load }) => load, result: ({ row: found }) => result(found) },
    {
      parameters,
      keywords: ({ pick }) => pick,
      result: () => result(INTO),
    },
  ];
  return { name, capability, documentation, isOfModel: true, signatures };
}

/** A read of rows with relations, or of some fields alone by `into` and `select`. */
function finding(
  name: string,
  capability: Capability,
  by: 'key' | 'search',
  result: (item: PythonExpression) => PythonExpression,
  documentation: string,
): Method {
  const parameters = [by === 'key' ? KEY : WHERE];
  const signatures: readonly Signature[] = [
    {
      parameters,
      keywords: ({ loadUnique, find }) => (by === 'key' ? loadUnique : find),
      result: (types) => result(types.row),
    },
    {
      parameters,
      keywords: ({ pickUnique, pickSearch }) => (by === 'key' ? pickUnique : pickSearch),
      result: () => result(INTO),
    },
  ];
  return { name, capability, documentation, isOfModel: true, signatures };
}

/** The same with other parameters, too. */
function eitherWay(method: Method, parameters: readonly Parameter[]): Method {
  const { signatures } = method;
  return {
    ...method,
    signatures: [...signatures, ...signatures.map((one) => ({ ...one, parameters }))],
  };
}

/** A method whose result has no rows. */
function plain(
  name: string,
  capability: Capability,
  parameters: readonly Parameter[],
  result: Result,
  documentation: string,
  keywords?: Signature['keywords'],
): Method {
  const signatures = [{ parameters, result, ...(keywords ? { keywords } : {}) }];
  return { name, capability, documentation, isOfModel: false, signatures };
}

/** A method that takes rows of an iterable, of either colour. */
function sourced(
  name: string,
  further: readonly Parameter[],
  result: Result,
  documentation: string,
): Method {
  const signatures = SOURCES.map((rows) => ({ parameters: [rows, ...further], result }));
  return { name, capability: 'model', documentation, isOfModel: false, signatures };
}

/** What a model gives to the methods of others, which load its rows. */
function gives(
  name: string,
  shape: string,
  parameters: readonly Parameter[],
  keywords: Signature['keywords'],
  loaded: (item: PythonExpression) => PythonExpression,
  documentation: string,
): Method {
  return {
    name,
    capability: 'view',
    documentation,
    isOfModel: true,
    isPlain: true,
    signatures: [
      {
        parameters,
        ...(keywords ? { keywords } : {}),
        result: (types) => py`${shapes(shape)}[${types.model}, ${loaded(types.row)}]`,
      },
    ],
  };
}

const orNone = (item: PythonExpression): PythonExpression => py`${item}${NONE}`;
const itself = (item: PythonExpression): PythonExpression => item;

/**
 * The methods of `client.<model>`: what they are called, what they take and what
 * they return. The stubs of every colour are made of it; the run time has them in
 * `actions.py`, and a test holds the two together.
 */
export const METHODS: readonly Method[] = [
  finding(
    'find_many',
    'view',
    'search',
    list,
    'Every row that meets the conditions: at most ``take``, after ``skip``.',
  ),
  finding('find_first', 'view', 'search', orNone, 'The first row that meets the conditions.'),
  finding(
    'find_first_or_raise',
    'view',
    'search',
    itself,
    'The first row that meets the conditions, or :class:`NotFoundError`.',
  ),
  {
    ...plain(
      'pluck',
      'view',
      [parameter('field', ({ field }) => field), WHERE],
      () => list(ANY),
      'The values of one field, of every row that meets the conditions.',
      RANGE,
    ),
    isOfModel: true,
    isSharedInBatches: true,
    signaturesByValue: (values) =>
      values.map(({ names, type }) => {
        const literals = names.map(stringLiteral).join(', ');
        return {
          parameters: [parameter('field', () => py`${SHORT_LITERAL}[${literals}]`), WHERE],
          keywords: RANGE,
          result: () => list(type),
        };
      }),
  },
  {
    name: 'count',
    capability: 'view',
    documentation:
      'How many rows meet the conditions.\n\nWith ``select`` a dict: how many of them have a value in each field.',
    isOfModel: false,
    signatures: [
      { parameters: [WHERE], keywords: RANGE, result: count },
      {
        parameters: [
          WHERE,
          keyword(
            parameter(
              'select',
              ({ field }) =>
                py`${MAPPING}[${field} | ${LITERAL}["_all"], ${BOOL}] | ${sequence(field)}`,
            ),
          ),
        ],
        keywords: RANGE,
        result: () => py`${builtin('dict')}[${builtin('str')}, ${INT}]`,
      },
    ],
  },
  plain(
    'aggregate',
    'view',
    [WHERE],
    ({ aggregates }) => aggregates,
    'What all rows together have: ``{"_sum": {"views": 12}}``. It has what was asked for.',
    (types) => search('Aggregating', types, types.number, types.comparable),
  ),
  plain(
    'group_by',
    'view',
    [parameter('by', ({ field }) => oneOrMany(field))],
    ({ group }) => list(group),
    'A dict for all rows that agree in some fields, with what they have together.\n\n``{"country": "fr", "_sum": {"views": 12}}``. It has what was asked for.',
    (types) =>
      py`${shapes('Grouping')}[${joined([types.where, types.having, types.orderBy, types.field, types.number, types.comparable], ', ')}]`,
  ),
  {
    ...loading(
      'stream',
      'view',
      [
        WHERE,
        keyword(maybe('order_by', ({ orderBy }) => oneOrMany(orderBy))),
        keyword({ name: 'batch_size', type: () => INT, isOptional: true }),
      ],
      row,
      'Every row that meets the conditions, without all of them in memory.\n\nAn iterator or an async iterator, with a transaction that is open until it ends or is closed.',
    ),
    isStream: true,
  },
  {
    ...plain(
      'fields',
      'view',
      [],
      ({ references }) => references,
      'The fields, for conditions that compare one with another.',
    ),
    isPlain: true,
    isProperty: true,
  },
  gives(
    'one',
    'One',
    [],
    ({ load }) => load,
    itself,
    "For another model's relation to a row of this one that is always there.",
  ),
  gives(
    'maybe',
    'Maybe',
    [WHERE],
    ({ load }) => load,
    orNone,
    "For another model's relation to a row of this one that may be missing.",
  ),
  gives(
    'many',
    'Many',
    [WHERE],
    ({ loadMany }) => loadMany,
    list,
    "For another model's relation to many rows of this one.\n\n``take``, ``skip``, ``cursor`` and ``distinct`` are of each row's own.",
  ),
  finding('find_unique', 'keyedView', 'key', orNone, 'The row with this key.'),
  finding(
    'find_unique_or_raise',
    'keyedView',
    'key',
    itself,
    'The row with this key, or :class:`NotFoundError`.',
  ),
  writing(
    'update',
    'updatable',
    [KEY, UPDATE],
    orNone,
    'The row with this key after the change; None when there is none.',
  ),
  plain(
    'update_many',
    'updatable',
    [WHERE, keyword(parameter('data', ({ update }) => update))],
    count,
    'Changes every row that meets the conditions, and says how many.',
  ),
  loading(
    'update_many_and_return',
    'updatable',
    [WHERE, keyword(parameter('data', ({ update }) => update))],
    rows,
    'Changes every row that meets the conditions, and returns them.',
  ),
  writing(
    'delete',
    'updatable',
    [KEY],
    orNone,
    'The row with this key as it was; None when there was none.',
  ),
  plain(
    'delete_many',
    'updatable',
    [WHERE],
    count,
    'Deletes every row that meets the conditions, and says how many.',
  ),
  writing('create', 'model', [CREATE], itself, 'The new row, with what the database filled in.'),
  plain(
    'create_many',
    'model',
    [ROWS, SKIP_DUPLICATES],
    count,
    'Makes many rows, all or none, and says how many.\n\n``skip_duplicates`` leaves out rows whose key exists.',
  ),
  loading(
    'create_many_and_return',
    'model',
    [ROWS, SKIP_DUPLICATES],
    rows,
    'Makes many rows, all or none, and returns them in the order of their data.\n\n``skip_duplicates`` leaves out rows whose key exists.',
  ),
  sourced(
    'copy_in',
    [],
    count,
    'Writes rows of any iterable by COPY, all or none, and says how many.\n\nAn async client takes an async iterable, too.',
  ),
  sourced(
    'upsert_many',
    [
      keyword(maybe('on', ({ field }) => oneOrMany(field))),
      keyword(maybe('update', ({ field }) => sequence(field))),
    ],
    () => UPSERTED,
    'Makes the rows, or changes those that are there, all or none.\n\n``on`` is the unique key that tells whether a row is there: the first one that the rows\ngive, unless it is said. ``update`` are the fields to change there: all that are given,\nunless it is said. The last of rows with one key counts.',
  ),
  eitherWay(
    writing(
      'upsert',
      'model',
      [
        KEY,
        parameter('create', ({ createNested }) => createNested),
        parameter('update', ({ updateNested }) => updateNested),
      ],
      itself,
      'The row with this key after the change, or the new row.\n\nOthers may make or change it meanwhile: one row comes of it. ``data`` may give both as\n``{"create": ..., "update": ...}``.',
    ),
    [KEY, keyword(parameter('data', BOTH))],
  ),
];

export const ANY: PythonExpression = named('typing', 'Any');
