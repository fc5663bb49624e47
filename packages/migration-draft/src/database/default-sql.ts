import { assertNever } from '@schema-service/errors';
import { quoteText } from '@schema-service/postgres-sql';
import type { ColumnField, LiteralValue } from '@schema-service/schema-model';

/** The SQL of a column's default; undefined where the database has none, or a sequence makes it. */
export function defaultSql(
  field: ColumnField,
  type: string,
  valueName: (name: string) => string,
): string | undefined {
  const value = field.default;
  if (value === undefined) return undefined;
  switch (value.kind) {
    case 'literal':
      return literalSql(value.value, field);
    case 'list':
      return listSql(
        value.values.map((one) => literalSql(one, field)),
        type,
      );
    case 'enumValue':
      return quoteText(valueName(value.value));
    case 'enumValueList':
      return listSql(
        value.values.map((one) => quoteText(valueName(one))),
        type,
      );
    case 'now':
      return 'CURRENT_TIMESTAMP';
    case 'dbgenerated':
      return value.expression === '' ? undefined : value.expression;
    case 'autoincrement':
    case 'generated':
      return undefined;
    default:
      return assertNever(value);
  }
}

const listSql = (values: readonly string[], type: string): string =>
  `ARRAY[${values.join(', ')}]::${type}`;

function literalSql(value: LiteralValue, field: ColumnField): string {
  switch (value.kind) {
    case 'number':
      return value.digits;
    case 'boolean':
      return String(value.value);
    case 'string':
      if (field.kind === 'scalar' && field.type === 'Bytes') {
        return quoteText(`\\x${Buffer.from(value.value, 'base64').toString('hex')}`);
      }
      return quoteText(value.value);
    default:
      return assertNever(value);
  }
}
