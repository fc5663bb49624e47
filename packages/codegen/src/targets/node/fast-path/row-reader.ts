import { type BytesDecoder, bytesDecoder, textOf } from './bytes-out.ts';
import {
  type Enums,
  type FieldType,
  type ResultNode,
  type ResultObject,
  unsupported,
} from './plan.ts';
import type { Column } from './raw-values.ts';
import { lengthAt } from './row-tap.ts';
import { decoderOf, type UnknownEnumValues } from './values-out.ts';
import type { Reader } from './wire-query.ts';

/** A row as the call returns it. */
export type Row = Record<string, unknown>;

/** The same row, with values of its own. */
export function copyOf(row: Row): Row {
  const copy = { ...row };
  for (const name of Object.keys(copy)) copy[name] = copied(copy[name]);
  return copy;
}

function copied(value: unknown): unknown {
  if (value instanceof Date) return new Date(value);
  if (value instanceof Uint8Array) return value.slice();
  if (Array.isArray(value)) return value.map(copied);
  // A Decimal never changes.
  return isPlain(value) ? copyOf(value) : value;
}

function isPlain(value: unknown): value is Row {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

/** Rows, and the texts of the columns that join them with others: by column, one for each row. */
export interface Rows {
  readonly rows: Row[];
  readonly keys: readonly (string | null)[][];
}

export interface RowShape {
  readonly structure: ResultObject;
  readonly enums: Enums;
  readonly unknownEnumValues: UnknownEnumValues;
  /** What stands in the place of joined rows until they are there, by the name of their object in the plan. */
  readonly joined: ReadonlyMap<string, 'null' | '[]'>;
  /** The columns that join rows with others. */
  readonly keys: readonly string[];
  /** Which rows are read; undefined for all. */
  readonly page?: Page | undefined;
}

/** Some of the rows that have the same key. */
export interface Page {
  /** The column of the key; null where all are of one page. */
  readonly by: string | null;
  readonly skip: number;
  readonly take: number;
}

type Read = (bytes: Buffer, at: number, found: Found) => Row | undefined;

interface Found extends Rows {
  /** How many rows had a key of the page, with those that are not read. */
  readonly counts?: Map<string | null, number> | undefined;
}

/** Reads the rows of a statement. The columns are known when the server has first described them. */
export class RowReader implements Reader {
  readonly #shape: RowShape;
  #read: Read | undefined;

  constructor(shape: RowShape) {
    this.#shape = shape;
    // What is not supported is found before anything runs.
    for (const type of typesOf(shape.structure)) decoderOf(type, shape.enums, 'keep');
  }

  get isReady(): boolean {
    return this.#read !== undefined;
  }

  empty(): Rows {
    const { keys, page } = this.#shape;
    const found: Found = { rows: [], keys: keys.map(() => []), counts: page && new Map() };
    return found;
  }

  describe(columns: readonly Column[]): void {
    this.#read ??= compile(
      this.#shape,
      columns.map(({ name }) => name),
    );
  }

  read(bytes: Buffer, at: number, found: Found): void {
    if (this.#read === undefined) throw new Error('The columns of the rows are not known.');
    const row = this.#read(bytes, at, found);
    if (row !== undefined) found.rows.push(row);
  }
}

/** The types of the fields of a result. */
export function* typesOf(node: ResultNode): Generator<FieldType> {
  if (node.type === 'field') yield node.fieldType;
  else if (node.type === 'object')
    for (const one of Object.values(node.fields)) yield* typesOf(one);
  else unsupported(node.type);
}

/**
 * One function that finds where the values are, and makes the row: object literals of
 * one shape are the fastest that JavaScript has. `l0` bytes from `s0` are the first value, which
 * is NULL where that is negative.
 */
function compile(shape: RowShape, columns: readonly string[]): Read {
  const { structure, enums, unknownEnumValues, joined, keys, page } = shape;
  const decoders: BytesDecoder[] = [];
  const object = objectOf(structure);
  const places = columns.map(
    (_, column) =>
      `const l${column} = length(b, p); const s${column} = p += 4; if (l${column} > 0) p += l${column};\n`,
  );
  const texts = keys.map((key, at) => `k[${at}].push(${valueAt(indexOf(key), 'text', 'null')});\n`);
  const paged = page === undefined ? '' : pagedBy(page);
  const names = decoders.map((_, at) => `d${at}`);
  const source = `const [${names.join(', ')}] = d;
return (b, p, { keys: k, counts }) => {\n${places.join('')}${paged}${texts.join('')}return ${object};\n};`;
  return new Function('d', 'text', 'length', source)(decoders, textOf, lengthAt) as Read;

  function pagedBy({ by, skip, take }: Page): string {
    const key = by === null ? 'null' : valueAt(indexOf(by), 'text', 'null');
    return `const g = ${key}; const n = counts.get(g) ?? 0; counts.set(g, n + 1);
if (n < ${skip} || n >= ${skip + take}) return undefined;\n`;
  }

  function objectOf({ fields }: ResultObject): string {
    const entries = Object.entries(fields).map(
      ([name, node]) => `${JSON.stringify(name)}: ${valueFor(node)}`,
    );
    return `{ ${entries.join(', ')} }`;
  }

  function valueFor(node: ResultNode): string {
    if (node.type === 'object') {
      if (node.serializedName === null) return objectOf(node);
      return joined.get(node.serializedName) ?? unsupported('object');
    }
    if (node.type !== 'field') return unsupported(node.type);
    const { type, arity } = node.fieldType;
    const isList = arity === 'list';
    const decode = decoderOf(node.fieldType, enums, unknownEnumValues);
    decoders.push(bytesDecoder(isList ? 'list' : type, decode));
    // A list that is NULL reads as an empty one.
    return valueAt(indexOf(node.dbName), `d${decoders.length - 1}`, isList ? '[]' : 'null');
  }

  function valueAt(index: number, decoder: string, absent: string): string {
    return `l${index} < 0 ? ${absent} : ${decoder}(b, s${index}, s${index} + l${index})`;
  }

  function indexOf(column: string): number {
    const index = columns.indexOf(column);
    return index < 0 ? unsupported(`column ${column}`) : index;
  }
}
