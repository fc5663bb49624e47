/** The array type of a type that may be a union. */
export function listOf(type: string): string {
  return type.includes(' ') ? `(${type})[]` : `${type}[]`;
}
