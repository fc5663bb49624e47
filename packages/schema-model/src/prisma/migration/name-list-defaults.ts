/**
 * Puts the names of enum values into the defaults of lists (`@default([EMAIL])`),
 * where the engine of Prisma 7.10 leaves what the database calls them, which it
 * then refuses itself. It writes them without quotes, whatever is in them, and
 * lays out the blanks among them: where a text may be read in two ways, as one
 * value `a, b` or as two, it is taken for the longer value.
 */
export function nameListDefaults(text: string): string {
  const enums = valuesOf(text);
  const opening = /^[ \t]+\S+[ \t]+(\S+)\[\][^\n]*?@default\(\[/gm;
  let named = '';
  let from = 0;
  for (const { index, 0: before, 1: type = '' } of text.matchAll(opening)) {
    const values = enums.get(type);
    const start = index + before.length;
    // An empty list is one, though a value may be an empty text.
    const list = text.startsWith(']', start) ? undefined : values && readList(text, start, values);
    if (list === undefined) continue;
    named += text.slice(from, start) + list.names.join(', ');
    from = list.end;
  }
  return named + text.slice(from);
}

/** A value of an enum, as it may be written in a list. */
interface Value {
  readonly name: string;
  readonly dbName: string;
  readonly written: RegExp;
}

interface List {
  readonly names: readonly string[];
  /** Where its closing bracket stands. */
  readonly end: number;
}

/** The values that the text goes on with, up to the end of the list; undefined where there is another text. */
function readList(text: string, start: number, values: readonly Value[]): List | undefined {
  for (const { name, written } of values) {
    written.lastIndex = start;
    if (!written.test(text)) continue;
    const end = written.lastIndex;
    if (text.startsWith('])', end)) return { names: [name], end };
    if (!text.startsWith(', ', end)) continue;
    const rest = readList(text, end + 2, values);
    if (rest) return { names: [name, ...rest.names], end: rest.end };
  }
  return undefined;
}

/** The values of every enum, those with the longest names in the database first. */
function valuesOf(text: string): ReadonlyMap<string, readonly Value[]> {
  const enums = [...text.matchAll(/^enum (\S+) \{\n([\s\S]*?)^\}/gm)];
  return new Map(
    enums.map(([, name = '', body = '']) => {
      const values = [...body.matchAll(/^[ \t]+(\w+)(?:[ \t]+@map\(("(?:[^"\\]|\\.)*")\))?/gm)];
      return [
        name,
        values
          .map(([, value = '', mapped]) => writtenValue(value, mapped ? JSON.parse(mapped) : value))
          .toSorted((a, b) => b.dbName.length - a.dbName.length),
      ];
    }),
  );
}

function writtenValue(name: string, dbName: string): Value {
  const escaped = dbName.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const written = escaped.replace(/\s+$/, '\\s*').replace(/\s+/g, '\\s+');
  return { name, dbName, written: new RegExp(written, 'y') };
}
