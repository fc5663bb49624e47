import type { Change, Severity } from '@schema-service/schema-diff';
import { styles } from '../output/styles.ts';
import { answersOf, placeOf, severityCounts, valuesOf } from './change-words.ts';
import type { DiffReport } from './diff-report.ts';
import { groupChanges } from './group-changes.ts';

const severityStyles: Readonly<Record<Severity, (text: string) => string>> = {
  breaking: styles.red,
  dangerous: styles.yellow,
  safe: styles.green,
};

/** A diff for the terminal: declaration by declaration, with every verdict and its reason, and the bump at the end. */
export function diffText({ from, to, changes, bump }: DiffReport): string {
  if (changes.length === 0) return `${from.label} and ${to.label} are the same schema.`;
  const groups = groupChanges(changes).map(
    ({ name, changes: members }) =>
      `${styles.bold(name)}\n${members.map((change) => changeText(change)).join('\n')}`,
  );
  const end = `${severityCounts(changes)}. From ${from.label} to ${to.label} is a ${styles.bold(bump)} bump.`;
  return [...groups, end].join('\n\n');
}

function changeText(change: Change): string {
  const severity = severityStyles[change.severity](change.severity.padEnd('dangerous'.length));
  const head = [change.id, change.path, valuesOf(change), `(${change.bump})`];
  const answers = answersOf(change).map(([question, answer]) => `${question}: ${answer}`);
  const lines = [placeOf(change), change.reason, answers.join(', ')].filter((line) => line !== '');
  return [
    `  ${severity}  ${head.filter((part) => part !== '').join(' ')}`,
    ...lines.map((line) => `             ${styles.dim(line)}`),
  ].join('\n');
}
