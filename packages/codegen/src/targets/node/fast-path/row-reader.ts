import {
  type Enums,
  type FieldType,
  type ResultNode,
  type ResultObject,
  unsupported,
} from './plan.ts';
import { type Decoder, decoderOf, type UnknownEnumValues } from './values-out.ts';

/** The texts of a row. */
export type Texts = readonly (string | null)[];

/** A row as the call returns it, with the texts of the columns that join it with others. */
export interface Keyed {
  readonly row: Record<string, unknown>;
  readonly keys: Texts;
}

export interface RowShape {
  readonly structure: ResultObject;
  readonly enums: Enums;
  readonly unknownEnumValues: UnknownEnumValues;
  /** What stands in the place of joined rows until they are there, by the name of their object in the plan. */
  readonly joined: ReadonlyMap<string, 'null' | '[]'>;
  /** The columns that join rows with others. */
  readonly keys: readonly string[];
}

/** Reads the rows of a statement. The columns are known when the server has first described them. */
export class RowReader {
  readonly #shape: RowShape;
  #read: ((texts: Texts) => Keyed) | undefined;

  constructor(shape: RowShape) {
    this.#shape = shape;
    // What is not supported is found before anything runs.
    for (const type of typesOf(shape.structure)) decoderOf(type, shape.enums, 'keep');
  }

  get isReady(): boolean {
    return this.#read !== undefined;
  }

  /** @param columns as the server calls them */
  describe(columns: readonly string[]): void {
    this.#read ??= compile(this.#shape, columns);
  }

  read(texts: Texts): Keyed {
    if (this.#read === undefined) throw new Error('The columns of the rows are not known.');
    return this.#read(texts);
  }
}

/** The types of the fields of a result. */
export function* typesOf(node: ResultNode): Generator<FieldType> {
  if (node.type === 'field') yield node.fieldType;
  else if (node.type === 'object')
    for (const one of Object.values(node.fields)) yield* typesOf(one);
  else unsupported(node.type);
}

/** One expression that makes the row: object literals of one shape are the fastest that JavaScript has. */
function compile(shape: RowShape, columns: readonly string[]): (texts: Texts) => Keyed {
  const { structure, enums, unknownEnumValues, joined, keys } = shape;
  const decoders: Decoder[] = [];
  const keyTexts = keys.map((key) => `r[${indexOf(key)}]`);
  const source = `return (r) => ({ row: ${objectOf(structure)}, keys: [${keyTexts.join(', ')}] });`;
  return new Function('d', source)(decoders) as (texts: Texts) => Keyed;

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
    const text = `r[${indexOf(node.dbName)}]`;
    const { type, arity } = node.fieldType;
    if (arity !== 'list' && type === 'string') return text;
    if (arity !== 'list' && type === 'int') return `${text} === null ? null : +${text}`;
    decoders.push(decoderOf(node.fieldType, enums, unknownEnumValues));
    return `d[${decoders.length - 1}](${text})`;
  }

  function indexOf(column: string): number {
    const index = columns.indexOf(column);
    return index < 0 ? unsupported(`column ${column}`) : index;
  }
}
