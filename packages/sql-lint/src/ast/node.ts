import type { Node } from 'libpg-query';

/** Every node below one, and itself. */
export function* walk(root: Node): Generator<Node> {
  const stack: unknown[] = [root];
  while (stack.length > 0) {
    const value = stack.pop();
    if (typeof value !== 'object' || value === null) continue;
    // Only the key of a node begins with a capital letter: its fields do not.
    if (Object.keys(value).some((key) => /^[A-Z]/.test(key))) yield value as Node;
    stack.push(...Object.values(value).reverse());
  }
}

const OFF: readonly unknown[] = ['off', 'false', '0'];

/** Whether an option in parentheses, such as `(FULL)` or `(VERBOSE, FULL off)`, is on. */
export function hasOption(options: readonly Node[] | undefined, name: string): boolean {
  return (options ?? []).some((part) => {
    if (!('DefElem' in part) || part.DefElem.defname !== name) return false;
    const { arg } = part.DefElem;
    if (arg && 'String' in arg) return !OFF.includes(arg.String.sval);
    return !(arg && 'Integer' in arg && (arg.Integer.ival ?? 0) === 0);
  });
}
