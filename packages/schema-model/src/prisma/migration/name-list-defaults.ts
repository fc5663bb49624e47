/**
 * Puts the names of enum values into the defaults of lists (`@default([EMAIL])`),
 * where the engine of Prisma 7.10 leaves what the database calls them, which it
 * then refuses itself.
 */
export function nameListDefaults(text: string): string {
  const names = mappedNames(text);
  return text.replace(
    /^(\s+\S+\s+(\S+)\[\].*@default\(\[)([^\]]*)(?=\]\))/gm,
    (found, before: string, type: string, values: string) => {
      const byDatabaseName = names.get(type);
      if (byDatabaseName === undefined) return found;
      const named = values.split(', ').map((value) => byDatabaseName.get(value) ?? value);
      return before + named.join(', ');
    },
  );
}

/** By enum, and what the database calls a value. */
function mappedNames(text: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const enums = [...text.matchAll(/^enum (\S+) \{\n([^}]*)^\}/gm)];
  return new Map(
    enums.map(([, name = '', body = '']) => {
      const values = [...body.matchAll(/^\s+(\S+)\s+@map\("([^"]*)"\)/gm)];
      return [name, new Map(values.map(([, value = '', mapped = '']) => [mapped, value]))];
    }),
  );
}
