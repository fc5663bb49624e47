import {
  type Change,
  declarationOf,
  renameAnnotation,
  type Severity,
  subjectPath,
} from '@schema-service/schema-diff';
import { styles } from '../output/styles.ts';
import { answersOf, placeOf, severityCounts, valuesOf } from './change-words.ts';
import type { DiffReport } from './diff-report.ts';

const severityStyles: Readonly<Record<Severity, (text: string) => string>> = {
  breaking: styles.red,
  dangerous: styles.yellow,
  safe: styles.green,
};

/** A diff for the terminal: declaration by declaration, with every verdict and its reason, and the bump at the end. */
export function diffText(report: DiffReport): string {
  const { from, to, changes, bump } = report;
  if (changes.length === 0) {
    const same = `${from.label} and ${to.label} are the same schema.`;
    return [...renameText(report), same].join('\n\n');
  }
  const groups = groupChanges(changes).map(
    ({ name, changes: members }) =>
      `${styles.bold(name)}\n${members.map((change) => changeText(change)).join('\n')}`,
  );
  const end = `${severityCounts(changes)}. From ${from.label} to ${to.label} is a ${styles.bold(bump)} bump.`;
  return [...groups, ...renameText(report), end].join('\n\n');
}

/** What may be a rename, with the line that says so; and what says so and cannot be. */
function renameText({ likelyRenames, renameFindings, changes }: DiffReport): readonly string[] {
  const likely = likelyRenames.map(({ from, to, why }) => {
    const added = changes.find(
      ({ subject, previous }) => subjectPath(subject) === to && previous === null,
    );
    const place = added === undefined ? '' : placeOf(added);
    const above = place === '' ? `above ${to}` : `above ${to} (${place})`;
    return [
      `${styles.yellow('Renamed?')} ${from} -> ${to}. ${why}`,
      `  If it is, write ${above}:`,
      `    ${renameAnnotation(from)}`,
    ].join('\n');
  });
  const findings = renameFindings.map(({ id, message, fix }) =>
    [`${styles.yellow(id)} ${message}`, `  fix: ${fix}`].join('\n'),
  );
  return [...likely, ...findings];
}

function changeText(change: Change): string {
  const severity = severityStyles[change.severity](change.severity.padEnd('dangerous'.length));
  const head = [change.id, subjectPath(change.subject), valuesOf(change), `(${change.bump})`];
  const answers = answersOf(change).map(([question, answer]) => `${question}: ${answer}`);
  const lines = [placeOf(change), change.reason, answers.join(', ')].filter((line) => line !== '');
  return [
    `  ${severity}  ${head.filter((part) => part !== '').join(' ')}`,
    ...lines.map((line) => `             ${styles.dim(line)}`),
  ].join('\n');
}

/** The changes of one model, view or enum. */
interface ChangeGroup {
  readonly name: string;
  readonly changes: readonly Change[];
}

/** Changes by the declaration they belong to, in the order in which these first come. */
function groupChanges(changes: readonly Change[]): readonly ChangeGroup[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const name = declarationOf(change.subject);
    groups.set(name, [...(groups.get(name) ?? []), change]);
  }
  return [...groups].map(([name, members]) => ({ name, changes: members }));
}
