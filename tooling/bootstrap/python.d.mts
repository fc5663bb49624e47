/** A usable interpreter, or why there is none and how to get one. */
export type FoundPython =
  | { readonly path: string; readonly version: string; readonly missing?: never }
  | { readonly missing: string };

/** The first Python on PATH that is 3.11 or newer and can make virtual environments. */
export function findPython(): FoundPython;
