import { identityOf } from './call-shape.ts';
import type { Compiled } from './compile-plan.ts';
import type { GivenRows } from './given-rows.ts';
import type { Fragment, PlanValue, Scope } from './plan.ts';
import { Statement } from './statement.ts';
import { type Argument, argumentOf, argumentsEncoder, NOW } from './values-in.ts';

/** Where the values of a column come from. */
type Source =
  /** A field of each row, by its place among the fields. */
  | { readonly at: number; readonly encode: (value: unknown) => unknown }
  /** Not given by the call. */
  | { readonly at: undefined; readonly make: Argument };

/** By enum: what plans have for its values. */
export type EnumConstants = Map<string, Map<unknown, PlanValue>>;

/** How many texts are kept, and how many values these may have. */
const MOST_TEXTS = 20;
const MOST_VALUES = 5_000;

/** The `INSERT` of rows that have the same columns, however many rows there are. */
export class InsertRows {
  readonly #chunks: readonly string[];
  readonly #sources: readonly Source[];
  readonly #texts = new Map<number, { readonly text: string; uses: number }>();

  private constructor(chunks: readonly string[], sources: readonly Source[]) {
    this.#chunks = chunks;
    this.#sources = sources;
  }

  /**
   * Learned from the plan for several rows; undefined where it is no plan of such an INSERT,
   * or has a value that is not as it was given.
   *
   * @param values of the placeholders of the plan
   * @param enums learns, too
   * @throws Unsupported
   */
  static of(
    { query: plan, generated }: NonNullable<Compiled['counting']>,
    given: GivenRows,
    values: Scope,
    enums: EnumConstants,
  ): InsertRows | undefined {
    const { fields, rows } = given;
    const [first = '', ...others] = plan.type === 'templateSql' ? chunksOf(plan.fragments) : [];
    const columns = columnsOf(first);
    if (
      plan.type !== 'templateSql' ||
      rows.length < 2 ||
      !areRows(others, columns.length, rows.length)
    )
      return undefined;
    const sources = columns.map((column, place): Source | undefined => {
      const type = plan.argTypes[place];
      if (type === undefined || type.arity === 'tuple') return undefined;
      const args = rows.map((_, row) => plan.args[row * columns.length + place] ?? null);
      const at = fields.findIndex((field) => field.column === column);
      const ofEnum = fields[at]?.enum;
      if (ofEnum !== undefined) {
        const constants = enums.get(ofEnum) ?? new Map<unknown, PlanValue>([[null, null]]);
        enums.set(ofEnum, constants);
        if (args.some((arg) => arg !== null && typeof arg === 'object')) return undefined;
        for (const [row, arg] of args.entries()) constants.set(rows[row]?.[at], arg);
        return { at, encode: (value) => constants.get(value) };
      }
      if (at >= 0) {
        const areGiven = args.every(
          (arg, row) => identityOf(givenAs(arg, values)) === identityOf(rows[row]?.[at]),
        );
        return areGiven ? { at, encode: argumentsEncoder(type) } : undefined;
      }
      const made = args.map((arg) => generated.get(nameOf(arg) ?? '') ?? arg);
      // One that has a placeholder or differs is of the rows of this call.
      const isMade =
        new Set(made.map((one) => JSON.stringify(one))).size === 1 && nameOf(made[0]) === undefined;
      return isMade ? { at: undefined, make: argumentOf(made[0] ?? null, type) } : undefined;
    });
    const isWhole = fields.every((_, at) => sources.some((source) => source?.at === at));
    return isWhole && sources.every((source) => source !== undefined)
      ? new InsertRows([first, ...others.slice(0, columns.length), others.at(-1) ?? ''], sources)
      : undefined;
  }

  /** The statement for rows of the same fields; undefined where they have a value of an enum that no plan had. */
  statement(rows: GivenRows['rows']): Statement | undefined {
    const scope: Scope = { [NOW]: new Date() };
    const values: unknown[] = [];
    for (const row of rows) {
      for (const source of this.#sources) {
        const value = source.at === undefined ? source.make(scope) : source.encode(row[source.at]);
        if (value === undefined) return undefined;
        values.push(value);
      }
    }
    const { text, uses } = this.#textFor(rows.length);
    return new StatementOfRows(text, values, uses > 1);
  }

  #textFor(count: number): { readonly text: string; readonly uses: number } {
    const known = this.#texts.get(count);
    if (known !== undefined) {
      known.uses += 1;
      return known;
    }
    const made = { text: this.#write(count), uses: 1 };
    if (this.#texts.size < MOST_TEXTS && count * this.#sources.length <= MOST_VALUES)
      this.#texts.set(count, made);
    return made;
  }

  #write(count: number): string {
    const width = this.#sources.length;
    let [text = ''] = this.#chunks;
    for (let at = 1; at <= count * width; at += 1) {
      const place = at === count * width ? width + 1 : ((at - 1) % width) + 1;
      text += `$${at}${this.#chunks[place]}`;
    }
    return text;
  }
}

/** With its values. It is kept by connections where there are likely to be as many rows again. */
class StatementOfRows extends Statement {
  readonly #values: readonly unknown[];
  readonly #isKept: boolean;

  constructor(text: string, values: readonly unknown[], isKept: boolean) {
    super(text, []);
    this.#values = values;
    this.#isKept = isKept;
  }

  override get name(): string {
    return this.#isKept ? super.name : '';
  }

  override values(): readonly unknown[] {
    return this.#values;
  }
}

/** The texts around the parameters; none where there is something else. */
function chunksOf(fragments: readonly Fragment[]): readonly string[] {
  const chunks = [''];
  for (const fragment of fragments) {
    if (fragment.type === 'parameter') chunks.push('');
    else if (fragment.type === 'stringChunk') chunks.push(`${chunks.pop()}${fragment.chunk}`);
    else return [];
  }
  return chunks;
}

const NAME = '"(?:[^"]|"")+"';
const COLUMNS = new RegExp(
  `^INSERT INTO (?:${NAME}\\.)*${NAME} \\((${NAME}(?:,${NAME})*)\\) VALUES \\(`,
);

/** The columns of an INSERT by its beginning. */
function columnsOf(head: string): readonly string[] {
  const [, names = ''] = COLUMNS.exec(head) ?? [];
  return [...names.matchAll(new RegExp(NAME, 'g'))].map(([name]) =>
    name.slice(1, -1).replaceAll('""', '"'),
  );
}

/** Whether the texts behind the parameters are the same for each row. */
function areRows(chunks: readonly string[], width: number, count: number): boolean {
  return (
    width > 0 &&
    chunks.length === width * count &&
    chunks.every((chunk, at) => at === chunks.length - 1 || chunk === chunks[at % width])
  );
}

/** The name of the placeholder that an argument is. */
function nameOf(arg: PlanValue | undefined): string | undefined {
  return arg !== null &&
    typeof arg === 'object' &&
    'prisma__type' in arg &&
    arg.prisma__type === 'param'
    ? arg.prisma__value.name
    : undefined;
}

/** What an argument is in a call: the value of its placeholder, or itself. */
function givenAs(arg: PlanValue, values: Scope): unknown {
  const name = nameOf(arg);
  return name === undefined ? arg : values[name];
}
