import { quoteIdentifier } from '@schema-service/postgres-sql';
import type { AcceptedDifference } from './accepted-differences.ts';
import type { DatabaseStructure, StructureObject, StructureValue } from './database-structure.ts';

/** PostgreSQL schemas as a snapshot names them, and as this database does: `{ "public": "tenant_42" }`. Unquoted. */
export type SchemaNames = Readonly<Record<string, string>>;

type Rename = (text: string) => string;

/** The structure as a database has it whose schemas have names of their own. Pure. */
export function renameSchemas(structure: DatabaseStructure, names: SchemaNames): DatabaseStructure {
  if (Object.keys(names).length === 0) return structure;
  const [whole, within] = renamesOf(names);
  const renamed = ({ name, table, properties, ...object }: StructureObject): StructureObject => ({
    ...object,
    name: within(
      object.kind === 'default privileges' ? name.replace(/[^ ]+$/, whole) : whole(name),
    ),
    ...(table === undefined ? {} : { table: within(table) }),
    properties: Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [key, renamedValue(value, within)]),
    ),
  });
  return { ...structure, objects: structure.objects.map(renamed) };
}

/** The same of a difference that was accepted under the snapshot's names. Pure. */
export function renameAccepted(
  accepted: AcceptedDifference,
  names: SchemaNames,
): AcceptedDifference {
  const [whole, within] = renamesOf(names);
  const { name, table, schema, database } = accepted;
  return {
    ...accepted,
    name: within(whole(name)),
    ...(table === undefined ? {} : { table: within(table) }),
    schema: schema === null ? null : renamedValue(schema, within),
    database: database === null ? null : renamedValue(database, within),
  };
}

const renamedValue = (value: StructureValue, rename: Rename): StructureValue => {
  if (typeof value === 'boolean') return value;
  return typeof value === 'string' ? rename(value) : value.map(rename);
};

/** The body of a function, a string with the type of a name behind it, a name before a dot. */
const PIECE =
  /(\$\w*\$)[\s\S]*?\1|'(?:[^']|'')*'(?:::reg\w+)?|(?<![\w$".])(?:"(?:[^"]|"")*"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)(?=\.)/g;

/** Of a text that is a name, and of the names within a text. Bodies and plain strings are the migrations' own words. */
function renamesOf(names: SchemaNames): readonly [whole: Rename, within: Rename] {
  const quoted = new Map(
    Object.entries(names).map(([from, to]) => [printed(from), printed(to)] as const),
  );
  const whole: Rename = (text) => quoted.get(text) ?? text;
  const within: Rename = (text) =>
    text.replace(PIECE, (piece) => {
      if (piece.startsWith('$') || piece.endsWith("'")) return piece;
      if (!piece.startsWith("'")) return whole(piece);
      return `'${within(piece.slice(1))}`;
    });
  return [whole, within];
}

/** As `quote_ident` writes it. */
const printed = (name: string): string =>
  /^[a-z_][a-z0-9_]*$/.test(name) ? name : quoteIdentifier(name);
