/**
 * What the catalogs of a PostgreSQL server say about a database, in the form in
 * which a release carries it. JSON, and in one order: equal structures have
 * equal texts.
 */
export interface DatabaseStructure {
  readonly kind: 'databaseStructure';
  /** 1 of those that were written before rules, rights and the like were read. */
  readonly formatVersion: 1 | 2;
  /** 14 to 18. PostgreSQL prints the query of a view differently from one major version to the next. */
  readonly serverMajor: number;
  /** By kind, then by name. */
  readonly objects: readonly StructureObject[];
}

/** One thing that a migration can make. */
export interface StructureObject {
  readonly kind: StructureObjectKind;
  /** As SQL would name it, quoted where it must be: `public.reviews`, `public.reviews.title`. */
  readonly name: string;
  /** What a column, constraint, index, trigger or policy belongs to. */
  readonly table?: string;
  /** What is the case; what is not, such as a default that is not there, has no entry. */
  readonly properties: Readonly<Record<string, StructureValue>>;
}

export type StructureValue = string | boolean | readonly string[];

/** The kinds in the order in which they stand in a structure. */
export const STRUCTURE_KINDS = [
  'schema',
  'extension',
  'enum',
  'domain',
  'sequence',
  'table',
  'view',
  'materialized view',
  'column',
  'constraint',
  'index',
  'function',
  'trigger',
  'policy',
  'composite type',
  'rule',
  'foreign table',
  'foreign server',
  'event trigger',
  'publication',
  'rights',
  'default privileges',
] as const;

export type StructureObjectKind = (typeof STRUCTURE_KINDS)[number];

/** The place of an object in the one order. */
export function compareObjects(a: StructureObject, b: StructureObject): number {
  const kinds = STRUCTURE_KINDS.indexOf(a.kind) - STRUCTURE_KINDS.indexOf(b.kind);
  if (kinds !== 0) return kinds;
  // By code unit, not by locale: the same on every machine.
  return a.name < b.name ? -1 : Number(a.name > b.name);
}
