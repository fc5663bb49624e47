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
