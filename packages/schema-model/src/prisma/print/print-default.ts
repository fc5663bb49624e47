import { assertNever } from '@schema-service/errors';
import type { DefaultValue, LiteralValue } from '../../schema-model.ts';
import { quoted } from './syntax.ts';

export function printDefault(value: DefaultValue): string {
  switch (value.kind) {
    case 'literal':
      return printLiteral(value.value);
    case 'list':
      return `[${value.values.map(printLiteral).join(', ')}]`;
    case 'enumValue':
      return value.value;
    case 'enumValueList':
      return `[${value.values.join(', ')}]`;
    case 'autoincrement':
    case 'now':
      return `${value.kind}()`;
    case 'generated':
      return `${value.generator}(${value.args.map((arg) => JSON.stringify(arg)).join(', ')})`;
    case 'dbgenerated':
      return value.expression === '' ? 'dbgenerated()' : `dbgenerated(${quoted(value.expression)})`;
    default:
      return assertNever(value);
  }
}

function printLiteral(literal: LiteralValue): string {
  switch (literal.kind) {
    case 'string':
      return quoted(literal.value);
    case 'number':
      return literal.digits;
    case 'boolean':
      return String(literal.value);
    default:
      return assertNever(literal);
  }
}
