import type {
  DatabaseStructure,
  StructureObject,
  StructureObjectKind,
} from './database-structure.ts';

/** How much of two structures is compared. */
export interface ComparisonOptions {
  /**
   * Also what a schema does not speak of: rules, composite types, foreign tables and servers, event triggers,
   * publications, extensions that were added, and the finer options of tables, sequences and aggregates. Default false.
   */
  readonly whole?: boolean;
  /** Also owners, grants and default privileges. Default false. */
  readonly rights?: boolean;
}

const RIGHTS: readonly StructureObjectKind[] = ['rights', 'default privileges'];

const BEYOND_SCHEMAS: readonly StructureObjectKind[] = [
  'composite type',
  'rule',
  'foreign table',
  'foreign server',
  'event trigger',
  'publication',
];

/**
 * What structures of format 1 do not have, and a migration may have made. A
 * constraint that is not in force is no such thing: it is compared with any.
 */
const FINER: Readonly<Partial<Record<StructureObjectKind, readonly string[]>>> = {
  table: ['row security of the owner', 'replica identity', 'inherits'],
  sequence: ['cache', 'unlogged'],
  column: ['identity options'],
  function: ['aggregate'],
};

/** The objects of a structure that are to be compared. Pure. */
export function comparedParts(
  { objects }: DatabaseStructure,
  { whole = false, rights = false }: ComparisonOptions,
): readonly StructureObject[] {
  const left = new Set([...(whole ? [] : BEYOND_SCHEMAS), ...(rights ? [] : RIGHTS)]);
  const kept = objects.filter(({ kind }) => !left.has(kind));
  return whole ? kept : kept.map(withoutFiner);
}

function withoutFiner(object: StructureObject): StructureObject {
  const finer = FINER[object.kind];
  if (!finer?.some((property) => property in object.properties)) return object;
  const properties = Object.entries(object.properties).filter(([name]) => !finer.includes(name));
  return { ...object, properties: Object.fromEntries(properties) };
}
