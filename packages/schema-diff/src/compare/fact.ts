import type { SourceLocation } from '@schema-service/schema-model';
import type { ChangeFact } from '../change.ts';
import type { ChangeId } from '../change-id.ts';
import type { JsonValue } from '../json-value.ts';

interface Declared {
  readonly documentation?: string;
  readonly location?: SourceLocation;
}

/**
 * Any part of the schema IR as JSON. Locations are left out: they say where the
 * text stands, and would make equal things differ.
 */
export function toJson(part: unknown): JsonValue {
  if (part === undefined) return null;
  const text = JSON.stringify(part, (key, value) => (key === 'location' ? undefined : value));
  return JSON.parse(text) as JsonValue; // JSON.parse of JSON.stringify is JSON by construction.
}

/** States one fact. The sides may be any part of the IR. */
export function fact(
  id: ChangeId,
  path: string,
  previous: unknown,
  current: unknown,
  declaration?: Declared,
): ChangeFact {
  const location = declaration?.location;
  return {
    kind: 'change',
    id,
    path,
    previous: toJson(previous),
    current: toJson(current),
    ...(location === undefined ? {} : { location }),
  };
}

/** States that a member was added to a list whose order counts. */
export function addedFact(
  id: ChangeId,
  path: string,
  member: Declared,
  after: string | null,
): ChangeFact {
  return { ...fact(id, path, null, member, member), after };
}

/** States a fact where the two values differ. */
export function* whereDifferent(
  id: ChangeId,
  path: string,
  previous: string | undefined,
  current: string | undefined,
  declaration: Declared,
): Generator<ChangeFact> {
  if (previous !== current) yield fact(id, path, previous, current, declaration);
}

/** The documentation comment of a declaration that is in both schemas. */
export function* compareDocumentation(
  path: string,
  previous: Declared,
  current: Declared,
): Generator<ChangeFact> {
  yield* whereDifferent(
    'DOCUMENTATION_CHANGED',
    path,
    previous.documentation,
    current.documentation,
    current,
  );
}
