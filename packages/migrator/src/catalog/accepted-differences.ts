import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import { isSameValue, type StructureDifference } from './compare-structures.ts';
import type { StructureObject, StructureObjectKind, StructureValue } from './database-structure.ts';

/** In the folder of migrations: differences that somebody has looked at, and that may stay. */
export const ACCEPTED_FILE = 'accepted-differences.json';

/** A difference between what a schema, or a version, says and what databases have, and why it may stay. */
export interface AcceptedDifference {
  /** `missing` from the database, `unexpected` in it, or `changed` in one property. */
  readonly kind: StructureDifference['kind'];
  readonly object: StructureObjectKind;
  /** As SQL names it: `public.reviews.title`. */
  readonly name: string;
  /** What it belongs to. */
  readonly table?: string;
  /** Of one that changed: `type`, `default`, `definition` and the like. */
  readonly property?: string;
  /** `null` where it says nothing. */
  readonly schema: StructureValue | null;
  /** `null` where there is nothing. */
  readonly database: StructureValue | null;
  /** For those who review it. */
  readonly reason: string;
}

/** Differences apart by whether they were accepted. */
export interface SettledDifferences {
  /** Those that nobody has accepted. */
  readonly open: readonly StructureDifference[];
  readonly accepted: readonly AcceptedDifference[];
  /** What was accepted and is no difference, or another one, now. */
  readonly stale: readonly AcceptedDifference[];
}

/** A difference as one that is accepted. */
export function acceptedDifference(
  difference: StructureDifference,
  reason: string,
): AcceptedDifference {
  const { kind } = difference;
  if (kind === 'changed') {
    const { object, property, expected: schema, actual: database } = difference;
    return { kind, object: object.kind, name: object.name, property, schema, database, reason };
  }
  const object = kind === 'missing' ? difference.expected : difference.actual;
  return {
    kind,
    object: object.kind,
    name: object.name,
    ...(object.table === undefined ? {} : { table: object.table }),
    schema: kind === 'missing' ? essence(object) : null,
    database: kind === 'missing' ? null : essence(object),
    reason,
  };
}

/** What matters most about an object: its definition, its type or its values; of a table that it is there. */
function essence({ properties }: StructureObject): StructureValue {
  return properties.definition ?? properties.type ?? properties.values ?? true;
}

/** Pure. A difference is accepted where an entry says the same of the same object, with the same on both sides. */
export function settleDifferences(
  differences: readonly StructureDifference[],
  accepted: readonly AcceptedDifference[],
): SettledDifferences {
  const found = differences.map((difference) => acceptedDifference(difference, ''));
  const isOneOf = (all: readonly AcceptedDifference[], one: AcceptedDifference): boolean =>
    all.some((other) => isSameDifference(one, other));
  return {
    open: differences.filter(
      (difference) => !isOneOf(accepted, acceptedDifference(difference, '')),
    ),
    accepted: accepted.filter((one) => isOneOf(found, one)),
    stale: accepted.filter((one) => !isOneOf(found, one)),
  };
}

function isSameDifference(one: AcceptedDifference, other: AcceptedDifference): boolean {
  return (
    keyOf(one) === keyOf(other) &&
    isSameValue(one.object, one.schema, other.schema) &&
    isSameValue(one.object, one.database, other.database)
  );
}

const keyOf = ({ kind, object, name, property }: AcceptedDifference): string =>
  JSON.stringify([kind, object, name, property]);

/** The text of the file; nobody's order but that of the differences. */
export function acceptedText(differences: readonly AcceptedDifference[]): string {
  return `${JSON.stringify({ formatVersion: 1, differences }, null, 2)}\n`;
}

/**
 * Reads what was accepted; nothing where there is no such file.
 *
 * @param migrations the folder of migrations
 * @throws SchemaServiceError ACCEPTED_DIFFERENCES_INVALID
 */
export function readAcceptedDifferences(migrations: string): readonly AcceptedDifference[] {
  const path = join(migrations, ACCEPTED_FILE);
  if (!existsSync(path)) return [];
  let why =
    'It has no list of "differences" with "kind", "object", "name", "schema" and "database".';
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (isRecord(value) && Array.isArray(value.differences) && value.differences.every(isEntry)) {
      return value.differences;
    }
  } catch (error) {
    why = error instanceof Error ? error.message : String(error);
  }
  throw new SchemaServiceError({
    code: 'ACCEPTED_DIFFERENCES_INVALID',
    message: `${ACCEPTED_FILE} cannot be read.`,
    why,
    fix: 'Correct it: beside the reasons, every entry stays as it was written.',
    meta: { path },
  });
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isEntry = (value: unknown): value is AcceptedDifference =>
  isRecord(value) &&
  ['missing', 'unexpected', 'changed'].includes(String(value.kind)) &&
  ['object', 'name'].every((key) => typeof value[key] === 'string') &&
  ['schema', 'database'].every((key) => key in value);
