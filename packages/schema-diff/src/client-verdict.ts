import type { SchemaModel } from '@schema-service/schema-model';
import type { Change, ChangeId } from './change.ts';
import { subjectPath } from './change-record.ts';
import type { Answer } from './compatibility.ts';
import { diff } from './diff.ts';

/** What a database answers a client that says hello: it works there, in part, or not. */
export type ClientAnswer = 'ok' | 'degraded' | 'refuse';

/** How a client fares on a database of another version. */
export interface ClientVerdict {
  readonly answer: ClientAnswer;
  /** What is in the way: one sentence for each change, a few of many. Empty for `ok`. */
  readonly missing: readonly string[];
}

/** Whether the client is older or newer than the database. */
export type ClientAge = 'older' | 'newer';

/** What changes between two versions mean to a client of one of them on a database of the other. */
export interface ClientOutlook {
  /** The worse of reads and writes. */
  readonly works: Answer;
  readonly reads: Answer;
  readonly writes: Answer;
  readonly inTheWay: readonly Change[];
  readonly verdict: ClientVerdict;
}

/**
 * Judges a client by the changes from the older version to the newer one. The
 * one implementation of it: what a release records, what a migrated database
 * answers and what `GET /compatibility` says all come from here. Pure.
 */
export function clientOutlook(changes: readonly Change[], client: ClientAge): ClientOutlook {
  const answers = changes.map((change) => {
    const { reads, writes } = answersTo(change, client);
    return { change, reads, writes, works: worst([reads, writes]) };
  });
  const reads = worst(answers.map((answer) => answer.reads));
  const writes = worst(answers.map((answer) => answer.writes));
  const works = worst([reads, writes]);
  const inTheWay = answers.filter((one) => one.works !== 'yes');
  // Where there are many, the worst are told.
  const told = ['no', 'depends'].flatMap((answer) =>
    inTheWay.filter((one) => one.works === answer),
  );
  const verdict = {
    answer: ANSWERS[works],
    missing: sentences(told.map(({ change }) => change)),
  };
  return { works, reads, writes, inTheWay: inTheWay.map(({ change }) => change), verdict };
}

/** Both verdicts between two schemas: of the older client on the newer database, and of the newer client on the older one. Pure. */
export function clientVerdicts(
  older: SchemaModel,
  newer: SchemaModel,
): Readonly<Record<ClientAge, ClientVerdict>> {
  const changes = diff(older, newer);
  return {
    older: clientOutlook(changes, 'older').verdict,
    newer: clientOutlook(changes, 'newer').verdict,
  };
}

const ANSWERS: Readonly<Record<Answer, ClientAnswer>> = {
  yes: 'ok',
  depends: 'degraded',
  no: 'refuse',
};

function answersTo({ compatibility }: Change, client: ClientAge) {
  const { oldClientReads, oldClientWrites, newClientOnOldDatabase } = compatibility;
  return client === 'newer'
    ? { reads: newClientOnOldDatabase, writes: newClientOnOldDatabase }
    : { reads: oldClientReads, writes: oldClientWrites };
}

function worst(answers: readonly Answer[]): Answer {
  if (answers.includes('no')) return 'no';
  return answers.includes('depends') ? 'depends' : 'yes';
}

/** Whoever is told so much has read enough; `GET /compatibility` has all of them. */
const SENTENCES = 10;

function sentences(changes: readonly Change[]): readonly string[] {
  const all = changes.map((change) => `${subjectPath(change.subject)}: ${wordsOf(change)}`);
  if (all.length <= SENTENCES) return all;
  const more = all.length - SENTENCES;
  return [...all.slice(0, SENTENCES), more === 1 ? '1 more change' : `${more} more changes`];
}

/** What happened to the subject, in the past tense. */
function wordsOf(change: Change): string {
  if (isRenamed(change)) return `it was renamed from ${change.previous.name}`;
  const known = WORDS[change.id];
  if (known !== undefined) return known;
  if (change.id.endsWith('_ADDED')) return 'it was added';
  if (change.id.endsWith('_REMOVED')) return 'it was removed';
  if (change.id.endsWith('_MAPPING_CHANGED')) return 'its name in the database changed';
  if (change.id.endsWith('_NAMESPACE_CHANGED')) return 'it moved to another schema of the database';
  return 'it changed';
}

type Renamed = Extract<Change, { readonly id: `${string}_RENAMED` }>;

const isRenamed = (change: Change): change is Renamed => change.id.endsWith('_RENAMED');

/** Of those whose id alone does not say it. */
const WORDS: Partial<Readonly<Record<ChangeId, string>>> = {
  ENUM_VALUES_REORDERED: 'the order of its values changed',
  MODEL_IGNORED: 'it was hidden from clients',
  VIEW_IGNORED: 'it was hidden from clients',
  FIELD_IGNORED: 'it was hidden from clients',
  MODEL_UNIGNORED: 'it was hidden from clients before',
  VIEW_UNIGNORED: 'it was hidden from clients before',
  FIELD_UNIGNORED: 'it was hidden from clients before',
  FIELDS_REORDERED: 'the order of its fields changed',
  FIELD_TYPE_CHANGED: 'its type changed',
  FIELD_MADE_REQUIRED: 'it was made required',
  FIELD_MADE_OPTIONAL: 'it was made optional',
  FIELD_LIST_CHANGED: 'it became a list, or is one no longer',
  UPDATED_AT_ADDED: 'an update sets it since',
  UPDATED_AT_REMOVED: 'an update sets it no longer',
  DEFAULT_ADDED: 'a default was added to it',
  DEFAULT_REMOVED: 'its default was removed',
  DEFAULT_CHANGED: 'its default changed',
  RELATION_ACTION_CHANGED: 'what a delete or an update does along it changed',
  DOCUMENTATION_CHANGED: 'its documentation changed',
};
