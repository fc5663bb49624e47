import { cutName } from '../../constraint-names.ts';

/** A string of the schema language; its escapes are those of JSON. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** `name(a, b)`, or just the name where there are no arguments. */
export function call(name: string, args: readonly string[]): string {
  return args.length === 0 ? name : `${name}(${args.join(', ')})`;
}

/** `name: value`, or nothing where there is no value to give. */
export function argument(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`${name}: ${value}`];
}

/** `map: "..."`, or nothing where the name is the one that Prisma would give. */
export function mapUnless(defaultName: string, dbName: string): readonly string[] {
  return argument('map', dbName === defaultName ? undefined : quoted(dbName));
}

/** `@map("...")`, or nothing where the database has the name that it would have without. */
export function mapAttribute(
  { name, dbName }: { readonly name: string; readonly dbName: string },
  at: '@' | '@@',
  defaultName: string = cutName(name),
): readonly string[] {
  return dbName === defaultName ? [] : [call(`${at}map`, [quoted(dbName)])];
}

/** The `///` lines of a declaration. */
export function documentationLines(
  documentation: string | undefined,
  isWanted: boolean,
): readonly string[] {
  if (documentation === undefined || !isWanted) return [];
  return documentation.split('\n').map((line) => `/// ${line}`.trimEnd());
}

/** A declaration of a block: its documentation and its cells, which line up with those around it. */
export interface Row {
  readonly documentation: readonly string[];
  readonly cells: readonly string[];
}

/** A block with its members in columns, as `prisma format` lays it out. */
export function printBlock(
  header: string,
  documentation: readonly string[],
  rows: readonly Row[],
  attributes: readonly string[],
): string {
  const columnCount = Math.max(0, ...rows.map(({ cells }) => cells.length));
  const widths = Array.from({ length: columnCount }, (_, column) =>
    Math.max(...rows.map(({ cells }) => cells[column]?.length ?? 0)),
  );
  const members = rows.flatMap((row) => [
    ...row.documentation,
    row.cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join(' ')
      .trimEnd(),
  ]);
  const body = attributes.length === 0 ? members : [...members, '', ...attributes];
  const lines = body.map((line) => (line === '' ? '' : `  ${line}`));
  return [...documentation, `${header} {`, ...lines, '}', ''].join('\n');
}

/** `@@schema("...")`, or nothing. */
export function namespaceAttribute({
  namespace,
}: {
  readonly namespace?: string;
}): readonly string[] {
  return namespace === undefined ? [] : [call('@@schema', [quoted(namespace)])];
}
