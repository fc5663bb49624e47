import { assertNever } from '@schema-service/errors';
import type { SourceLocation } from '@schema-service/schema-model';
import type { Change, ChangeFact, ChangeId, Judgement, Subject } from './change.ts';

/** What JSON can hold, readonly. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A fact as it is printed and recorded: with the path of its subject, and its sides as JSON. */
export interface FactRecord {
  readonly kind: 'change';
  readonly id: ChangeId;
  /** That of the subject, as {@link subjectPath} writes it. */
  readonly path: string;
  /** Null where it did not exist. Declarations are whole, without their source location. */
  readonly previous: JsonValue;
  /** Null where it is gone. */
  readonly current: JsonValue;
  readonly location?: SourceLocation;
  /** For what was added to an ordered list: the name of the member before it, null for the first. */
  readonly after?: string | null;
}

/** A change as `--json` prints it. */
export type ChangeRecord = FactRecord & Judgement;

/** `relationMode`, `Review`, `Review.body`, `Status.DRAFT`, `Review.@@id`, `Review.@@unique([source, externalId])`. */
export function subjectPath(subject: Subject): string {
  switch (subject.kind) {
    case 'schema':
      return 'relationMode';
    case 'enumValue':
      return `${subject.enum}.${subject.name}`;
    case 'field':
      return `${subject.entity}.${subject.name}`;
    case 'primaryKey':
      return `${subject.entity}.@@id`;
    case 'unique':
    case 'index':
      return `${subject.entity}.@@${subject.kind}([${subject.fields.join(', ')}])`;
    case 'relation':
      return `${subject.entity}.${subject.field}`;
    case 'namespace':
    case 'extension':
    case 'enum':
    case 'model':
    case 'view':
      return subject.name;
    default:
      return assertNever(subject);
  }
}

/** The name of the declaration that a subject is or belongs to; `relationMode` for the schema itself. */
export function declarationOf(subject: Subject): string {
  if ('entity' in subject) return subject.entity;
  return subject.kind === 'enumValue' ? subject.enum : subjectPath(subject);
}

export function factRecord(fact: ChangeFact): FactRecord {
  const { kind, id, subject, previous, current, location } = fact;
  return {
    kind,
    id,
    path: subjectPath(subject),
    previous: toJson(previous),
    current: toJson(current),
    ...(location === undefined ? {} : { location }),
    ...('after' in fact ? { after: fact.after } : {}),
  };
}

/** The change as it is printed. Pure; gives the same bytes for the same change. */
export function changeRecord(change: Change): ChangeRecord {
  const { compatibility, bridged, severity, bump, reason } = change;
  return { ...factRecord(change), compatibility, bridged, severity, bump, reason };
}

/** A part of a schema without where it stands, which would make equal parts differ. */
function toJson(part: unknown): JsonValue {
  const text = JSON.stringify(part, (key, value) => (key === 'location' ? undefined : value));
  return JSON.parse(text) as JsonValue; // JSON.parse of JSON.stringify is JSON by construction.
}
