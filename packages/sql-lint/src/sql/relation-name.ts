import type { Node, RangeVar } from 'libpg-query';
import { QuoteUtils } from 'pgsql-deparser';

/** A table, index, type or other thing with a schema, as a statement names it. */
export interface RelationName {
  readonly schema?: string;
  readonly name: string;
}

export function relationName({ schemaname, relname = '' }: RangeVar): RelationName {
  return schemaname ? { schema: schemaname, name: relname } : { name: relname };
}

/** The name that a list of strings makes: `[shop, carts]`. */
export function listedName(nodes: readonly Node[] | undefined): RelationName {
  const [name = '', schema] = stringsOf(nodes).reverse();
  return schema === undefined ? { name } : { schema, name };
}

/** The texts of a list of names. */
export function stringsOf(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []));
}

/** An identifier, in quotes where it needs them. */
export const quote = (identifier: string): string => QuoteUtils.quoteIdentifier(identifier);

/** As SQL: `shop."Order"`. */
export function format({ schema, name }: RelationName): string {
  return schema === undefined ? quote(name) : `${quote(schema)}.${quote(name)}`;
}
