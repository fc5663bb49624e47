/** Compares by code point, so that an order is the same under every locale. For `Array.prototype.sort`. */
export function codePointOrder(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
