import { type Change, isRename, type Severity, subjectPath } from '@schema-service/schema-diff';

/**
 * What changed, in a sentence to be edited: how many changes of which kind, and of what, the worst first. What they mean
 * for services is in the changelog of the release by itself.
 */
export function summaryOf(changes: readonly Change[]): string {
  const others = changes.filter((change) => !isCommentAlone(change));
  if (others.length === 0) {
    return changes.length > 0
      ? 'The documentation of the schema changed.'
      : 'The schema is the same.';
  }
  const names = [
    ...new Set(
      severities.flatMap((severity) =>
        others.filter((one) => one.severity === severity).map(factOf),
      ),
    ),
  ];
  const more = names.length - NAMED;
  const named = more > 1 ? [...names.slice(0, NAMED), `${more} more`] : names;
  return `${headline(others)} of the schema: ${sentenceList.format(named)}.`;
}

/** A comment may give another name in Python, too, which is no comment to services. */
export const isCommentAlone = ({ id, severity }: Change): boolean =>
  id === 'DOCUMENTATION_CHANGED' && severity === 'safe';

const severities: readonly Severity[] = ['breaking', 'dangerous', 'safe'];

/** How many things a sentence names before it counts the rest. */
const NAMED = 6;

const sentenceList = new Intl.ListFormat('en');

/** `1 breaking change and 2 safe changes` */
export function headline(changes: readonly Change[]): string {
  return sentenceList.format(
    severities.flatMap((severity) => {
      const number = changes.filter((change) => change.severity === severity).length;
      return number > 0 ? [`${number} ${severity} change${number === 1 ? '' : 's'}`] : [];
    }),
  );
}

/** `` `Review.body` removed `` or `` `Review.text` (was `body`) ``. */
function factOf(change: Change): string {
  const name = `\`${subjectPath(change.subject)}\``;
  if (isRename(change)) return `${name} (was \`${change.previous.name}\`)`;
  return `${name} ${/(?:made_)?[a-z]+$/.exec(change.id.toLowerCase())?.[0].replace('_', ' ')}`;
}
