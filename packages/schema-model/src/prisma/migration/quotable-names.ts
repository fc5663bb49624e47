import type { SchemaModel } from '../../schema-model.ts';

/** The same schemas for the engine, and the way back for the SQL that it makes of them. */
export interface QuotableNames {
  readonly schemas: readonly (SchemaModel | null)[];
  /** Puts the names back into a statement. */
  readonly restore: (sql: string) => string;
}

/**
 * Stands names of letters and digits in for those that hold a quote. The engine of Prisma 7.10
 * writes these into its SQL as they are, and PostgreSQL cannot read that.
 */
export function withQuotableNames(schemas: readonly (SchemaModel | null)[]): QuotableNames {
  const standIns = new Map<string, string>();
  const prefix = unusedPrefix(JSON.stringify(schemas));
  const standIn = (name: string): string => {
    if (!/["']/.test(name)) return name;
    const known = standIns.get(name) ?? `${prefix}${standIns.size}x`;
    standIns.set(name, known);
    return known;
  };
  const replaced = schemas.map((schema) => schema && withNames(schema, standIn));
  if (standIns.size === 0) return { schemas, restore: (sql) => sql };
  const names = new Map([...standIns].map(([name, known]) => [known, name]));
  const known = new RegExp(`${prefix}\\d+x`, 'g');
  const restore = (sql: string): string =>
    sql.replace(quoted, (text) => {
      const quote = text.charAt(0);
      return text.replace(known, (found) =>
        (names.get(found) ?? found).replaceAll(quote, quote + quote),
      );
    });
  return { schemas: replaced, restore };
}

const quoted = /"(?:[^"]|"")*"|'(?:[^']|'')*'/g;

function unusedPrefix(text: string): string {
  let prefix = 'quotable';
  while (text.includes(prefix)) prefix += 'x';
  return prefix;
}

/** The schema with every name of the database replaced, also those that the name of a relation makes. */
function withNames(schema: SchemaModel, replace: (name: string) => string): SchemaModel {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    const isJoinTable = 'kind' in value && value.kind === 'joinTable';
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => {
        const isName =
          key === 'dbName' || key === 'relationName' || (key === 'name' && isJoinTable);
        return [key, isName && typeof part === 'string' ? replace(part) : walk(part)];
      }),
    );
  };
  // What comes back has the shape of what went in.
  return walk(schema) as SchemaModel;
}
