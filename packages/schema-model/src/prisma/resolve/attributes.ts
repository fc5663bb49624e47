import { cutName } from '../../constraint-names.ts';
import { notUnderstood } from '../language/not-understood.ts';
import type { ArgumentSyntax, AttributeSyntax, Expression } from '../language/syntax-tree.ts';

interface Annotated {
  readonly attributes: readonly AttributeSyntax[];
}

export function findAttribute(on: Annotated, name: string): AttributeSyntax | undefined {
  return on.attributes.find((attribute) => attribute.name === name);
}

export function hasAttribute(on: Annotated, name: string): boolean {
  return findAttribute(on, name) !== undefined;
}

interface Called {
  readonly arguments: readonly ArgumentSyntax[];
}

/** The argument of that name. */
export function namedArgument(of: Called | undefined, name: string): Expression | undefined {
  return of?.arguments.find((argument) => argument.name === name)?.value;
}

/** An argument that may be given without its name. */
export function mainArgument(of: Called | undefined, name: string): Expression | undefined {
  const unnamed = of?.arguments.find((argument) => argument.name === undefined)?.value;
  return unnamed ?? namedArgument(of, name);
}

/*
 * What is not written is undefined, or empty. What is written and cannot be read raises
 * `SCHEMA_NOT_UNDERSTOOD`.
 */

export function asString(expression: Expression): string;
export function asString(expression: Expression | undefined): string | undefined;
export function asString(expression: Expression | undefined): string | undefined {
  if (expression === undefined) return undefined;
  if (expression.kind !== 'string') throw notUnderstood(expression.place, 'a string');
  return expression.value;
}

export function asWord(expression: Expression): string;
export function asWord(expression: Expression | undefined): string | undefined;
export function asWord(expression: Expression | undefined): string | undefined {
  if (expression === undefined) return undefined;
  if (expression.kind !== 'word') throw notUnderstood(expression.place, 'a name');
  return expression.word;
}

/** One of the words that may stand there. */
export function asOneOf<Word extends string>(words: readonly Word[], expression: Expression): Word;
export function asOneOf<Word extends string>(
  words: readonly Word[],
  expression: Expression | undefined,
): Word | undefined;
export function asOneOf<Word extends string>(
  words: readonly Word[],
  expression: Expression | undefined,
): Word | undefined {
  if (expression === undefined) return undefined;
  const word = asWord(expression);
  const found = words.find((known) => known === word);
  if (found === undefined) throw notUnderstood(expression.place, `one of ${words.join(', ')}`);
  return found;
}

/** The items of a list: `[a, b]`. Wherever Prisma takes a list it takes one item without brackets. */
export function asItems(expression: Expression | undefined): readonly Expression[] {
  if (expression === undefined) return [];
  return expression.kind === 'list' ? expression.items : [expression];
}

/** The SQL of `raw("...")`. */
export function asRaw(expression: Expression): string {
  const text =
    expression.kind === 'call' && expression.name === 'raw'
      ? asString(expression.arguments[0]?.value)
      : undefined;
  if (text === undefined) throw notUnderstood(expression.place, 'raw("...")');
  return text;
}

/** What the schema says that the database calls it: `@map("...")` or `@@map("...")`, else its own name. */
export function mappedName(of: Annotated & { readonly name: string }): string {
  return asString(mainArgument(findAttribute(of, 'map'), 'name')) ?? of.name;
}

/** What the database calls a table, a column or a type. */
export const databaseName = (of: Annotated & { readonly name: string }): string =>
  cutName(mappedName(of));

/** `@@schema("...")` as the `namespace` property, absent where there is none. */
export function namespaceOf(of: Annotated): { readonly namespace?: string } {
  const namespace = asString(mainArgument(findAttribute(of, 'schema'), 'map'));
  return namespace === undefined ? {} : { namespace };
}
