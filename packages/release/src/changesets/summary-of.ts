import { type Change, isRename, type Severity, subjectPath } from '@schema-service/schema-diff';

/**
 * What changed, in words to be edited: a sentence, which becomes the line of the
 * changelog, and a list of the changes: those that may break something one by
 * one, the others by kind. Comments are counted.
 */
export function summaryOf(changes: readonly Change[]): string {
  const documentation = changes.filter(({ id }) => id === 'DOCUMENTATION_CHANGED');
  const others = changes.filter(({ id }) => id !== 'DOCUMENTATION_CHANGED');
  if (others.length === 0) {
    return documentation.length > 0
      ? 'The documentation of the schema changed.'
      : 'The schema is the same.';
  }
  const comments = count(documentation.length, 'comment');
  return [
    headline(others),
    '',
    ...severities.flatMap((severity) =>
      others.filter((one) => severity !== 'safe' && one.severity === severity).map(line),
    ),
    ...safeLines(others.filter(({ severity }) => severity === 'safe')),
    ...(documentation.length > 0 ? [`- The documentation changed, in ${comments}.`] : []),
  ].join('\n');
}

const severities: readonly Severity[] = ['breaking', 'dangerous', 'safe'];

function headline(changes: readonly Change[]): string {
  const parts = severities.flatMap((severity) => {
    const number = changes.filter((change) => change.severity === severity).length;
    return number > 0 ? [`${count(number, `${severity} change`)}`] : [];
  });
  return `${new Intl.ListFormat('en').format(parts)} of the schema.`;
}

/** What somebody may trip over, with the reason. */
function line(change: Change): string {
  const title = change.severity === 'breaking' ? 'Breaking' : 'Dangerous';
  return `- **${title}:** ${nameOf(change)}: ${words(change)}. ${change.reason}`;
}

/** What nobody trips over: a line for each kind of change. */
function safeLines(changes: readonly Change[]): readonly string[] {
  const kinds = new Set(changes.map(words));
  return [...kinds].map((kind) => {
    const names = changes.filter((change) => words(change) === kind).map(nameOf);
    return `- ${kind.charAt(0).toUpperCase()}${kind.slice(1)}: ${names.join(', ')}`;
  });
}

const words = ({ id }: Change): string => id.toLowerCase().replaceAll('_', ' ');

function nameOf(change: Change): string {
  const name = `\`${subjectPath(change.subject)}\``;
  return isRename(change) ? `${name} (was \`${change.previous.name}\`)` : name;
}

const count = (number: number, what: string): string =>
  `${number} ${what}${number === 1 ? '' : 's'}`;
