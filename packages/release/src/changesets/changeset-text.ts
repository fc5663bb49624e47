import { type Bump, type Change, subjectPath } from '@schema-service/schema-diff';

/**
 * The text of a changeset file. Behind the words, which are there to be edited,
 * a comment names the changes that they are about.
 */
export function changesetText(
  names: readonly string[],
  bump: Bump,
  summary: string,
  changes: readonly Pick<Change, 'id' | 'subject'>[] = [],
): string {
  const bumps = names.map((name) => `${JSON.stringify(name)}: ${bump}`);
  const comment = changes.length === 0 ? [] : ['', commentOf(changes.map(changeKey))];
  return ['---', ...bumps, '---', '', summary.trim(), ...comment, ''].join('\n');
}

/** What tells a change from others: `FIELD_REMOVED Review.body`. */
export const changeKey = ({ id, subject }: Pick<Change, 'id' | 'subject'>): string =>
  `${id} ${subjectPath(subject)}`;

// A comment ends with `-->`, which a name in quotes may have.
const commentOf = (keys: readonly string[]): string =>
  ['<!-- changes:', ...keys.map((key) => key.replaceAll('>', '&gt;')), '-->'].join('\n');

// In a changelog its lines stand indented under the change that they belong to.
const COMMENT = /\s*<!-- changes:\r?\n([^>]*)\r?\n\s*-->/g;

/** The keys that the comments of a summary name. */
export function changesIn(summary: string): readonly string[] {
  return [...summary.matchAll(COMMENT)].flatMap(([, keys = '']) =>
    keys.split('\n').map((key) => key.trim().replaceAll('&gt;', '>')),
  );
}

/** A summary, or several of them in a changelog, for people to read. */
export const withoutComments = (summary: string): string => summary.replace(COMMENT, '');
