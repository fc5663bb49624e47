import { type Change, renameAnnotation, subjectPath } from '@schema-service/schema-diff';
import { answersOf, severityCounts, valuesOf } from './change-words.ts';
import type { DiffReport } from './diff-report.ts';

const header = [
  '| change | severity | old client reads | old client writes | new client on old database | client API | bridged | bump |',
  '| --- | --- | --- | --- | --- | --- | --- | --- |',
];

/** A diff as a comment on a pull request: every verdict in a table, and the reasons of those that are not safe. */
export function diffMarkdown({ from, to, changes, bump, likelyRenames }: DiffReport): string {
  const sides = `From ${code(from.label)} to ${code(to.label)}`;
  if (changes.length === 0) return `### Schema: no changes\n\n${sides} nothing changes.\n`;
  const reasons = changes
    .filter(({ severity }) => severity !== 'safe')
    .map(({ id, subject, reason }) => `- ${code(subjectPath(subject))} ${id}: ${reason}`);
  const parts = [
    `### Schema: ${bump} bump`,
    `${sides}: ${severityCounts(changes)}.`,
    [...header, ...changes.map(row)].join('\n'),
    reasons.join('\n'),
    ...likelyRenames.map(
      ({ from: was, to: is, why }) =>
        `Is ${code(is)} a rename of ${code(was)}? ${why} Then write above it: ${code(renameAnnotation(was))}`,
    ),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function row(change: Change): string {
  const values = valuesOf(change);
  const what = `${code(subjectPath(change.subject))} ${change.id}${values === '' ? '' : ` ${code(values)}`}`;
  const answers = answersOf(change).map(([, answer]) => answer);
  const cells = [what, change.severity, ...answers, change.bump];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}

/** Text as Markdown code, with as many backticks around it as it needs. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = '`'.repeat(longest + 1);
  const space = longest > 0 ? ' ' : '';
  return `${ticks}${space}${text}${space}${ticks}`;
}
