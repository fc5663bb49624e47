import { createModule, type PythonModule } from '../python-module.ts';
import type { PythonColumn, PythonSchema } from '../python-schema.ts';
import { indented, statement, stringLiteral } from '../python-source.ts';
import {
  builtin,
  fields,
  LITERAL,
  named,
  type PythonExpression,
  py,
  SEQUENCE,
  TYPE_ALIAS,
  TYPED_DICT,
  types,
} from '../python-symbols.ts';
import type { FilterShape, PythonType } from '../python-type.ts';
import { isComparable, isNumber } from './column-kinds.ts';

/** The part of the names in `fields.py` that says type and arity: `NullableInt`, `ListOfString`. */
export function fieldKind({ source, type }: PythonColumn): string {
  if (source.arity === 'list') return `ListOf${type.base}`;
  return source.arity === 'optional' ? `Nullable${type.base}` : type.base;
}

/**
 * `fields.py`: what conditions and updates of each type of field look like,
 * for the types that the schema uses.
 */
export function fieldsModule(schema: PythonSchema): string {
  const used = new Map<string, PythonColumn>();
  for (const column of schema.entities.flatMap((entity) => entity.columns)) {
    used.set(fieldKind(column), column);
  }
  const columns = [...used].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, column]) => column);
  const module = createModule({
    name: '.fields',
    documentation: 'What conditions and updates of each type of field look like.',
  });
  const lines = columns.flatMap((column) => fieldTypes(module, column));
  return module.finish(lines.length > 0 ? [lines] : []);
}

function fieldTypes(module: PythonModule, column: PythonColumn): readonly string[] {
  const { source, type } = column;
  const kind = fieldKind(column);
  const alias = (name: string, code: PythonExpression): string =>
    statement(`${name}: ${module.text(TYPE_ALIAS)} = ${module.text(code)}`);
  const { input } = type;
  if (source.arity === 'list') {
    const list = py`${SEQUENCE}[${input}]`;
    return [
      alias(`${kind}Where`, py`${list} | ${types('ListFilter')}[${input}]`),
      ...havingType(module, column, [], py`${list}`),
      alias(`${kind}Update`, py`${list} | ${types('ListOperation')}[${input}]`),
    ];
  }
  const none = source.arity === 'optional' ? ' | None' : '';
  const filter = fields(`${kind}Filter`);
  const where = type.filter === 'json' ? filter : py`${orField(input)} | ${filter}`;
  return [
    ...filterType(module, filter.name, type, none),
    alias(`${kind}Where`, py`${where}${none}`),
    ...havingType(
      module,
      column,
      filterEntries(type.filter, input, filter.name, none),
      type.filter === 'json' ? undefined : py`${orField(input)}${none}`,
    ),
    ...(type.operation
      ? [alias(`${kind}Update`, py`${input} | ${types(type.operation)}${none}`)]
      : []),
  ];
}

function filterType(
  module: PythonModule,
  name: string,
  type: PythonType,
  none: string,
): readonly string[] {
  return functional(module, name, filterEntries(type.filter, type.input, name, none));
}

/** Conditions on a field that groups agree in, which are those of a filter, and on what their rows have together. */
function havingType(
  module: PythonModule,
  column: PythonColumn,
  own: readonly Entry[],
  value: PythonExpression | undefined,
): readonly string[] {
  const kind = fieldKind(column);
  // Of a group without values there is none.
  const none = column.source.arity === 'optional' ? '' : ' | None';
  const orNone = py`${fields(`${kind}Where`)}${none}`;
  // Each ends in one word, so that no enum's name makes it that of another one.
  const name = `${kind}Grouped`;
  const isWhole = column.type.operation === 'IntOperation';
  const entries: readonly Entry[] = [
    ...own,
    ['_count', types('CountWhere')],
    ...(isNumber(column)
      ? [['_sum', orNone] as const, ['_avg', isWhole ? types('AverageWhere') : orNone] as const]
      : []),
    ...(isComparable(column) ? ORDERED.map((key): Entry => [key, orNone]) : []),
  ];
  const alternatives = value === undefined ? fields(name) : py`${value} | ${fields(name)}`;
  return [
    ...functional(module, name, entries),
    statement(`${kind}Having: ${module.text(TYPE_ALIAS)} = ${module.text(alternatives)}`),
  ];
}

const ORDERED = ['_min', '_max'];

/** The functional syntax, because `in` and `not` are keywords. */
function functional(module: PythonModule, name: string, keys: readonly Entry[]): readonly string[] {
  const entries = keys.map(
    ([key, value]) => `${stringLiteral(key)}: ${stringLiteral(module.text(value))},`,
  );
  return [
    `${name} = ${module.text(TYPED_DICT)}(`,
    ...indented([`${stringLiteral(name)},`, '{', ...indented(entries), '},', 'total=False,']),
    ')',
  ];
}

type Entry = readonly [key: string, type: PythonExpression];

function filterEntries(
  shape: FilterShape,
  value: PythonExpression,
  name: string,
  none: string,
): readonly Entry[] {
  const operand = orField(value);
  if (shape === 'json') {
    const json = types('JsonInput');
    const each = (names: readonly string[], type: PythonExpression): readonly Entry[] =>
      names.map((key) => [key, type]);
    return [
      ['path', py`${SEQUENCE}[${builtin('str')} | ${builtin('int')}]`],
      ['equals', py`${operand}${none}`],
      ['not', py`${operand}${none}`],
      ['contains', json],
      ...each(['string_contains', 'string_starts_with', 'string_ends_with'], builtin('str')),
      ...each(['array_contains', 'array_starts_with', 'array_ends_with'], json),
      ...each(ORDER, json),
      MODE,
    ];
  }
  // pydantic makes a list of a sequence, and of an iterable what can be read only once.
  const some = py`${SEQUENCE}[${value}] | ${ITERABLE}[${value}]`;
  const list = py`${some} | ${FIELD_REF}[${SEQUENCE}[${value}]]`;
  const equality: readonly Entry[] = [
    ['equals', py`${operand}${none}`],
    ['not', py`${operand} | ${name}${none}`],
    ['in', list],
    ['not_in', list],
  ];
  if (shape === 'equality') return equality;
  const ordered: readonly Entry[] = [
    ...equality,
    ...ORDER.map((operator): Entry => [operator, operand]),
  ];
  if (shape === 'ordered') return ordered;
  return [
    ...ordered,
    ...PARTS.map((operator): Entry => [operator, operand]),
    ['search', value],
    MODE,
  ];
}

const FIELD_REF = named('._runtime.tables.field_refs', 'FieldRef');
const ITERABLE = named('collections.abc', 'Iterable');
const ORDER = ['lt', 'lte', 'gt', 'gte'];
const PARTS = ['contains', 'starts_with', 'ends_with', 'startswith', 'endswith'];
const MODE: Entry = ['mode', py`${LITERAL}['default', 'insensitive']`];

/** A value, or another field of the row: `db.post.fields.likes`. */
function orField(value: PythonExpression): PythonExpression {
  return py`${value} | ${FIELD_REF}[${value}]`;
}
