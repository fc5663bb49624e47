import type { PythonColumn, PythonSchema } from '../python-schema.ts';
import { indented, pythonModule, statement, stringLiteral } from '../python-source.ts';
import type { FilterShape, PythonType } from '../python-type.ts';
import { importGroups, siblingImports, standardImports, typingImports } from './annotations.ts';

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
  const lines = columns.flatMap(fieldTypes);
  const blocks = lines.length > 0 ? [lines] : [];
  const imports = importGroups(
    [...standardImports(blocks), ...typingImports(blocks)],
    siblingImports(blocks),
  );
  return pythonModule(
    'What conditions and updates of each type of field look like.',
    imports,
    blocks,
  );
}

function fieldTypes(column: PythonColumn): readonly string[] {
  const { source, type } = column;
  const kind = fieldKind(column);
  if (source.arity === 'list') {
    return [
      alias(`${kind}Where`, `Sequence[${type.input}] | _types.ListFilter[${type.input}]`),
      alias(`${kind}Update`, `Sequence[${type.input}] | _types.ListOperation[${type.input}]`),
    ];
  }
  const none = source.arity === 'optional' ? ' | None' : '';
  const shorthand = type.filter === 'json' ? '' : `${type.input} | `;
  return [
    ...filterType(`${kind}Filter`, type, none),
    alias(`${kind}Where`, `${shorthand}${kind}Filter${none}`),
    ...(type.operation
      ? [alias(`${kind}Update`, `${type.input} | _types.${type.operation}${none}`)]
      : []),
  ];
}

function alias(name: string, type: string): string {
  return statement(`${name}: TypeAlias = ${stringLiteral(type)}`);
}

/** The functional syntax, because `in` and `not` are keywords. */
function filterType(name: string, type: PythonType, none: string): readonly string[] {
  const entries = filterEntries(type.filter, type.input, name, none).map(
    ([key, value]) => `${stringLiteral(key)}: ${stringLiteral(value)},`,
  );
  return [
    `${name} = TypedDict(`,
    ...indented([`${stringLiteral(name)},`, '{', ...indented(entries), '},', 'total=False,']),
    ')',
  ];
}

type Entry = readonly [key: string, type: string];

function filterEntries(
  shape: FilterShape,
  value: string,
  name: string,
  none: string,
): readonly Entry[] {
  if (shape === 'json') {
    return [
      ['equals', `${value}${none}`],
      ['not', `${value}${none}`],
      ['contains', '_types.JsonInput'],
    ];
  }
  const equality: readonly Entry[] = [
    ['equals', `${value}${none}`],
    ['not', `${value} | ${name}${none}`],
    ['in', `Sequence[${value}]`],
    ['not_in', `Sequence[${value}]`],
  ];
  if (shape === 'equality') return equality;
  const ordered: readonly Entry[] = [
    ...equality,
    ...['lt', 'lte', 'gt', 'gte'].map((operator): Entry => [operator, value]),
  ];
  if (shape === 'ordered') return ordered;
  return [
    ...ordered,
    ...['contains', 'starts_with', 'ends_with'].map((operator): Entry => [operator, value]),
    ['mode', "Literal['default', 'insensitive']"],
  ];
}
