import { isSameExpression, isSameUnqualified } from '@schema-service/postgres-sql';
import { type ComparisonOptions, comparedParts } from './compared-parts.ts';
import type { DatabaseStructure, StructureObject, StructureValue } from './database-structure.ts';

/** One place where a database is not what its release says. */
export type StructureDifference =
  | { readonly kind: 'missing'; readonly expected: StructureObject }
  | { readonly kind: 'unexpected'; readonly actual: StructureObject }
  | {
      readonly kind: 'changed';
      readonly object: Pick<StructureObject, 'kind' | 'name'>;
      /** What differs: `type`, `nullable`, `definition` and the like. */
      readonly property: string;
      /** Both sides; `null` where there is nothing, such as no default. */
      readonly expected: StructureValue | null;
      readonly actual: StructureValue | null;
    };

/**
 * Compares two structures. Pure. Of a table that only one side has, the table
 * alone is named. An extension that is not expected is no difference, unless the whole is
 * compared: it may belong to whoever runs the server. Neither is the order of an enum's values,
 * which `ADD VALUE` appends to, nor whether a join table has a primary key on its
 * columns or the unique index that Prisma made before version 6, nor how an expression is
 * printed anew after a dump and a restore, or by a server of another major version.
 */
export function compareStructures(
  expected: DatabaseStructure,
  actual: DatabaseStructure,
  options: ComparisonOptions = {},
): readonly StructureDifference[] {
  const majors = { expected: expected.serverMajor, actual: actual.serverMajor };
  const found = byKey(comparedParts(actual, options));
  const wanted = byKey(comparedParts(expected, options));
  const differences: StructureDifference[] = [];
  for (const [key, object] of wanted) {
    const counterpart = found.get(key);
    if (counterpart) differences.push(...compareObject(object, counterpart, majors));
    else if (!isPartOfAnother(object, found))
      differences.push({ kind: 'missing', expected: object });
  }
  for (const [key, object] of found) {
    if (wanted.has(key) || isPartOfAnother(object, wanted)) continue;
    if (object.kind === 'extension' && !options.whole) continue;
    differences.push({ kind: 'unexpected', actual: object });
  }
  return withoutSameKeys(differences);
}

/** A unique index of the two columns of a join table is its key, and a primary key is the same. */
function withoutSameKeys(
  differences: readonly StructureDifference[],
): readonly StructureDifference[] {
  const isKey = ({ kind, properties }: StructureObject, ofKind: StructureObject['kind']): boolean =>
    kind === ofKind && joinTableKeys[ofKind]?.test(String(properties.definition)) === true;
  return withoutPairs(
    differences,
    (expected, actual) =>
      expected.table === actual.table &&
      ((isKey(expected, 'constraint') && isKey(actual, 'index')) ||
        (isKey(expected, 'index') && isKey(actual, 'constraint'))),
  );
}

const joinTableKeys: Readonly<Partial<Record<StructureObject['kind'], RegExp>>> = {
  constraint: /^PRIMARY KEY \("A", "B"\)$/,
  index: /^CREATE UNIQUE INDEX .* USING btree \("A", "B"\)$/,
};

/**
 * The differences without pairs of a missing object and an unexpected one that
 * are the same thing. Each object is in one pair at most.
 */
export function withoutPairs(
  differences: readonly StructureDifference[],
  isSame: (expected: StructureObject, actual: StructureObject) => boolean,
): readonly StructureDifference[] {
  const paired = new Set<StructureDifference>();
  for (const missing of differences) {
    if (missing.kind !== 'missing') continue;
    const found = differences.find(
      (other) =>
        other.kind === 'unexpected' && !paired.has(other) && isSame(missing.expected, other.actual),
    );
    if (found !== undefined) paired.add(missing).add(found);
  }
  return differences.filter((difference) => !paired.has(difference));
}

type ObjectsByKey = ReadonlyMap<string, StructureObject>;

const RELATIONS = ['table', 'view', 'materialized view', 'foreign table', 'sequence'] as const;

const keyOf = ({ kind, name }: Pick<StructureObject, 'kind' | 'name'>): string => `${kind} ${name}`;

const byKey = (objects: readonly StructureObject[]): ObjectsByKey =>
  new Map(objects.map((object) => [keyOf(object), object]));

/** Whether it belongs to a table that the other side does not have at all. */
function isPartOfAnother({ table }: StructureObject, otherSide: ObjectsByKey): boolean {
  if (table === undefined) return false;
  return !RELATIONS.some((kind) => otherSide.has(keyOf({ kind, name: table })));
}

interface ServerMajors {
  readonly expected: number;
  readonly actual: number;
}

function* compareObject(
  expected: StructureObject,
  actual: StructureObject,
  majors: ServerMajors,
): Generator<StructureDifference> {
  const { kind, name } = expected;
  const properties = new Set([
    ...Object.keys(expected.properties),
    ...Object.keys(actual.properties),
  ]);
  for (const property of properties) {
    const wanted = expected.properties[property] ?? null;
    const found = actual.properties[property] ?? null;
    if (isSameValue(kind, wanted, found, majors)) continue;
    yield {
      kind: 'changed',
      object: { kind, name },
      property,
      expected: wanted,
      actual: found,
    };
  }
}

/** Whether both sides say the same, as far as values of their kind are compared. */
export function isSameValue(
  kind: StructureObject['kind'],
  expected: StructureValue | null,
  actual: StructureValue | null,
  majors: ServerMajors = { expected: 0, actual: 0 },
): boolean {
  if (typeof expected === 'string' && typeof actual === 'string') {
    return isSameText(expected, actual, majors);
  }
  if (!Array.isArray(expected) || !Array.isArray(actual)) return expected === actual;
  const [wanted, found] =
    kind === 'enum' ? [expected.toSorted(), actual.toSorted()] : [expected, actual];
  return (
    wanted.length === found.length &&
    wanted.every((text, index) => isSameText(text, found[index] ?? '', majors))
  );
}

/** PostgreSQL 16 began to leave out the table's name before a column where there is one table only. */
const UNQUALIFIED_SINCE = 16;

function isSameText(expected: string, actual: string, majors: ServerMajors): boolean {
  if (isSameExpression(expected, actual)) return true;
  const isPlain = {
    expected: majors.expected >= UNQUALIFIED_SINCE,
    actual: majors.actual >= UNQUALIFIED_SINCE,
  };
  if (isPlain.expected === isPlain.actual) return false;
  return isPlain.actual ? isSameUnqualified(expected, actual) : isSameUnqualified(actual, expected);
}
