import type { Node } from 'libpg-query';

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
