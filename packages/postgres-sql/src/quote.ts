/** A name as SQL writes one that may be any text. */
export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text as a string constant, for a script: `standard_conforming_strings` is on where it runs. */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * A value as an SQL literal, for messages of many statements, which take no
 * parameters. It means the same whatever `standard_conforming_strings` is.
 */
export function quoteLiteral(value: string | number | boolean | null): string {
  if (value === null) return 'NULL';
  if (typeof value !== 'string') return String(value);
  const quoted = quoteText(value);
  return value.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}
