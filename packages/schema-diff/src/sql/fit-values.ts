import { quoteText } from '@schema-service/postgres-sql';
import type { ColumnField, ScalarField } from '@schema-service/schema-model';
import { decisionStep } from './decision.ts';
import type { TableClause } from './operation.ts';
import type { PlanContext } from './plan-context.ts';
import type { Step } from './step.ts';

const texts: readonly string[] = ['Text', 'VarChar', 'Char', 'Citext'];

/** How a value of a type reads as text, as a regular expression, and one such text. */
const forms: Readonly<Partial<Record<ScalarField['type'], readonly [form: string, text: string]>>> =
  {
    Int: ['^[+-]?\\d{1,9}$', '0'],
    BigInt: ['^[+-]?\\d{1,18}$', '0'],
    Decimal: ['^[+-]?\\d+(\\.\\d+)?$', '0'],
    Float: ['^[+-]?\\d+(\\.\\d+)?$', '0'],
    Boolean: ['^(t|f|true|false)$', 'false'],
  };

type Columns = readonly [before: ColumnField | undefined, after: ColumnField | undefined];

/** What becomes of texts that what their column becomes does not take. A down fails on them, and loses nothing. */
export function fitValues(
  { table, name }: TableClause,
  [before, after]: Columns,
  context: PlanContext,
): readonly Step[] {
  const room = maxLength(before);
  if (context.isDown || room === undefined || after?.kind !== 'scalar') return [];
  const column = `${table}.${name}`;
  const step = (
    condition: string,
    value: string,
    about: string,
    loses: string,
  ): readonly Step[] => [
    decisionStep(
      {
        phase: 'data',
        subject: `values:${column}`,
        about,
        sql: `UPDATE ${table} SET ${name} = ${value} WHERE ${condition}`,
        form: `UPDATE ${table} SET ${name} = ... WHERE ${condition}`,
        loses,
      },
      context,
    ),
  ];
  const length = maxLength(after);
  if (length !== undefined) {
    return length < room
      ? step(
          `char_length(${name}) > ${length}`,
          `left(${name}, ${length})`,
          `what becomes of values of ${column} that are longer than ${length}`,
          `characters of ${column} behind the first ${length}`,
        )
      : [];
  }
  const [form, text] = forms[after.type] ?? [];
  if (form === undefined || text === undefined || after.arity === 'list') return [];
  return step(
    `${name} !~ ${quoteText(form)}`,
    quoteText(text),
    `what becomes of values of ${column} that are no ${after.type}`,
    `values of ${column} that are no ${after.type}`,
  );
}

/** In characters, infinite without a limit; undefined for what is no text. */
function maxLength(column: ColumnField | undefined): number | undefined {
  if (column?.kind !== 'scalar' || column.arity === 'list') return undefined;
  const { name, args } = column.nativeType;
  return texts.includes(name) ? (args[0] ?? Number.POSITIVE_INFINITY) : undefined;
}
