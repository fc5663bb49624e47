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

export function asString(expression: Expression | undefined): string | undefined {
  return expression?.kind === 'string' ? expression.value : undefined;
}

export function asWord(expression: Expression | undefined): string | undefined {
  return expression?.kind === 'word' ? expression.word : undefined;
}

/** The words of a list: `[a, b]`. */
export function asWords(expression: Expression | undefined): readonly string[] {
  return expression?.kind === 'list'
    ? expression.items.map(asWord).filter((word) => word !== undefined)
    : [];
}

/** What the database calls it: `@map("...")` or `@@map("...")`, else its own name. */
export function databaseName(of: Annotated & { readonly name: string }): string {
  return asString(mainArgument(findAttribute(of, 'map'), 'name')) ?? of.name;
}

/** `@@schema("...")` as the `namespace` property, absent where there is none. */
export function namespaceOf(of: Annotated): { readonly namespace?: string } {
  const namespace = asString(mainArgument(findAttribute(of, 'schema'), 'map'));
  return namespace === undefined ? {} : { namespace };
}
