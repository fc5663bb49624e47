/** Ends a `switch` over a `kind`: the compiler rejects a case that was left out, and a bug that slips by throws. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected case: ${JSON.stringify(value)}`);
}
