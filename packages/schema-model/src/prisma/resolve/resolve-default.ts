import type { ColumnField, DefaultValue, LiteralValue } from '../../schema-model.ts';
import { notUnderstood } from '../language/not-understood.ts';
import type { Expression, FieldSyntax } from '../language/syntax-tree.ts';
import { asOneOf, asString, asWord, findAttribute, mainArgument } from './attributes.ts';

type ColumnKind = ColumnField['kind'];
type CallSyntax = Extract<Expression, { kind: 'call' }>;

/** `@default(...)` as the `default` property, absent where there is none. */
export function resolveDefault(
  field: FieldSyntax,
  kind: ColumnKind,
): { readonly default?: DefaultValue } {
  const value = mainArgument(findAttribute(field, 'default'), 'value');
  return value === undefined ? {} : { default: defaultValue(value, kind, field) };
}

function defaultValue(value: Expression, kind: ColumnKind, field: FieldSyntax): DefaultValue {
  if (value.kind === 'call') return generatedDefault(value);
  const isDecimal = field.type.kind === 'named' && field.type.name === 'Decimal';
  if (value.kind === 'list') {
    return kind === 'enum'
      ? { kind: 'enumValueList', values: value.items.map((item) => asWord(item)) }
      : { kind: 'list', values: value.items.map((item) => literal(item, isDecimal)) };
  }
  if (kind === 'enum' && value.kind === 'word') return { kind: 'enumValue', value: value.word };
  return { kind: 'literal', value: literal(value, isDecimal) };
}

function generatedDefault(call: CallSyntax): DefaultValue {
  switch (call.name) {
    case 'autoincrement':
    case 'now':
      return { kind: call.name };
    case 'dbgenerated':
      return { kind: 'dbgenerated', expression: asString(call.arguments[0]?.value) ?? '' };
    case 'uuid':
    case 'cuid':
    case 'ulid':
    case 'nanoid':
      return { kind: 'generated', generator: call.name, args: generatorArguments(call) };
    default:
      throw notUnderstood(call.place, 'a value or a function that makes one');
  }
}

/** `uuid(4)` and `cuid(1)` say what `uuid()` and `cuid()` say. */
const impliedArguments: ReadonlyMap<string, string> = new Map([
  ['uuid', '4'],
  ['cuid', '1'],
]);

function generatorArguments(call: CallSyntax): readonly (number | string)[] {
  return call.arguments.flatMap(({ value }): readonly (number | string)[] => {
    if (value.kind === 'string') return [value.value];
    if (value.kind !== 'number') throw notUnderstood(value.place, 'a number or a string');
    return value.digits === impliedArguments.get(call.name) ? [] : [Number(value.digits)];
  });
}

const plainDecimal = /^-?\d+(?:\.\d+)?$/;

/** A Decimal may be written as a number or as a string; both mean its digits. */
function literal(value: Expression, isDecimal: boolean): LiteralValue {
  switch (value.kind) {
    case 'number':
      return { kind: 'number', digits: value.digits };
    case 'word':
      return { kind: 'boolean', value: asOneOf(['true', 'false'], value) === 'true' };
    case 'string':
      return isDecimal && plainDecimal.test(value.value)
        ? { kind: 'number', digits: value.value }
        : { kind: 'string', value: value.value };
    default:
      throw notUnderstood(value.place, 'a number, a string, true or false');
  }
}
