import type { PythonModule } from '../python-module.ts';
import { docstring, indented, statement, stringLiteral } from '../python-source.ts';
import {
  NOT_REQUIRED,
  type PythonExpression,
  py,
  TYPE_ALIAS,
  TYPED_DICT,
} from '../python-symbols.ts';

/** A key of a TypedDict and its type. */
export type Entry = readonly [key: string, type: PythonExpression];

export interface TypedDictShape {
  readonly name: string;
  readonly documentation: string;
  readonly entries: readonly Entry[];
  /** Whether every key of its own may be left out. */
  readonly isPartial?: boolean;
  /**
   * Whether it is declared by a call: where a key is a word of the language, and where
   * types refer to one another in circles, because mypy looks along the circles once
   * for each line of a class, and once for a call.
   */
  readonly isFunctional?: boolean;
  /** The TypedDicts whose keys it has, too; `TypedDict` without any. */
  readonly bases?: readonly PythonExpression[];
}

/** A TypedDict as a class, or in the functional syntax, whose keys are only text. */
export function typedDict(module: PythonModule, shape: TypedDictShape): readonly string[] {
  return shape.isFunctional ? functionalSyntax(module, shape) : classSyntax(module, shape);
}

/** A key that may be left out of a TypedDict whose other keys may not. */
export const optional = ([key, type]: Entry): Entry => [key, py`${NOT_REQUIRED}[${type}]`];

/** `name: TypeAlias = A | B`. */
export function unionAlias(
  module: PythonModule,
  name: string,
  members: readonly PythonExpression[],
): readonly string[] {
  const texts = members.map((member) => module.text(member));
  const head = `${name}: ${module.text(TYPE_ALIAS)} = `;
  const line = `${head}${texts.join(' | ')}`;
  if (texts.length === 1 || line.length <= 88) return [statement(line)];
  const oneLine = `    ${texts.join(' | ')}`;
  const [first = '', ...rest] = texts;
  const body =
    oneLine.length <= 88 ? [oneLine] : indented([first, ...rest.map((text) => `| ${text}`)]);
  return [`${head}(`, ...body, ')'];
}

function classSyntax(module: PythonModule, shape: TypedDictShape): readonly string[] {
  const { name, documentation, entries, isPartial, bases = [TYPED_DICT] } = shape;
  const hidden = new Set(entries.map(([key]) => key));
  const parents = bases.map((base) => module.text(base)).join(', ');
  const fields = entries.map(([key, type]) => statement(`${key}: ${module.text(type, hidden)}`, 1));
  return [
    statement(`class ${name}(${parents}${isPartial ? ', total=False' : ''}):`),
    ...indented([...docstring(documentation), ...(fields.length > 0 ? ['', ...fields] : [])]),
  ];
}

function functionalSyntax(
  module: PythonModule,
  { name, entries, isPartial }: TypedDictShape,
): readonly string[] {
  const items = entries.map(
    ([key, type]) => `${stringLiteral(key)}: ${stringLiteral(module.text(type))},`,
  );
  return [
    `${name} = ${module.text(TYPED_DICT)}(`,
    ...indented([
      `${stringLiteral(name)},`,
      '{',
      ...indented(items),
      '},',
      ...(isPartial ? ['total=False,'] : []),
    ]),
    ')',
  ];
}
