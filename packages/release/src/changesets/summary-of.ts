import type { Change, JsonValue, Severity } from '@schema-service/schema-diff';

/**
 * What changed, in words to be edited: a sentence, which becomes the line of the
 * changelog, and a list of the changes, the worst first. Comments are counted.
 */
export function summaryOf(changes: readonly Change[]): string {
  const documentation = changes.filter(({ id }) => id === 'DOCUMENTATION_CHANGED');
  const others = changes.filter(({ id }) => id !== 'DOCUMENTATION_CHANGED');
  if (others.length === 0) {
    return documentation.length > 0
      ? 'The documentation of the schema changed.'
      : 'The schema is the same.';
  }
  const sorted = severities.flatMap((severity) =>
    others.filter((one) => one.severity === severity),
  );
  const comments = count(documentation.length, 'comment');
  return [
    headline(sorted),
    '',
    ...sorted.map(line),
    ...(documentation.length > 0 ? [`- The documentation changed, in ${comments}.`] : []),
  ].join('\n');
}

const severities: readonly Severity[] = ['breaking', 'dangerous', 'safe'];

const titles: Readonly<Record<Severity, string>> = {
  breaking: '**Breaking:** ',
  dangerous: '**Dangerous:** ',
  safe: '',
};

function headline(changes: readonly Change[]): string {
  const parts = severities.flatMap((severity) => {
    const number = changes.filter((change) => change.severity === severity).length;
    return number > 0 ? [`${count(number, `${severity} change`)}`] : [];
  });
  return `${new Intl.ListFormat('en').format(parts)} of the schema.`;
}

function line({ id, path, previous, severity, reason }: Change): string {
  const words = id.toLowerCase().replaceAll('_', ' ');
  const from = id.endsWith('_RENAMED') ? ` from \`${nameIn(previous)}\`` : '';
  return `- ${titles[severity]}\`${path}\`: ${words}${from}. ${reason}`;
}

/** The old name that a rename holds. */
function nameIn(side: JsonValue): string {
  const isNamed = typeof side === 'object' && side !== null && 'name' in side;
  return isNamed ? String(side.name) : '';
}

const count = (number: number, what: string): string =>
  `${number} ${what}${number === 1 ? '' : 's'}`;
