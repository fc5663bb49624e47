import { fileURLToPath } from 'node:url';
import { structuredPatch } from 'diff';
import { type Change, type ChangeId, changeIds, diff } from '../src/index.ts';
import { rules } from '../src/rules/rules.ts';
import { type Fixture, readFixtures } from '../test/fixture.ts';
import { introduction } from './introduction.ts';

export const compatibilityFile: string = fileURLToPath(
  new URL('../../../docs/compatibility.md', import.meta.url),
);

/** A fixture and the change in it that its rule is about. */
interface Case {
  readonly fixture: Fixture;
  readonly change: Change;
}

/** What docs/compatibility.md says: every rule with its reason, its verdicts and an example, from the rules and their fixtures. */
export function compatibilityDocument(): string {
  const cases = Map.groupBy(readFixtures().map(caseOf), ({ change }) => change.id);
  const sections = changeIds.map((id) => ruleSection(id, cases.get(id) ?? []));
  return `${[introduction, ...sections].join('\n')}`;
}

function caseOf(fixture: Fixture): Case {
  const change = diff(fixture.previous, fixture.current).find(({ id }) => id === fixture.id);
  if (change === undefined) throw new Error(`${fixture.name} has no ${fixture.id}`);
  return { fixture, change };
}

function ruleSection(id: ChangeId, cases: readonly Case[]): string {
  const { reason } = rules[id];
  const rows = cases.map(({ fixture, change }) => [
    caseName(fixture),
    change.compatibility.oldClientReads,
    change.compatibility.oldClientWrites,
    change.compatibility.newClientOnOldDatabase,
    change.compatibility.clientApi,
    change.bridged,
    change.severity,
    change.bump,
  ]);
  const heading = [
    'case',
    'old reads',
    'old writes',
    'new on old',
    'client API',
    'bridged',
    'severity',
    'bump',
  ];
  const others = cases.filter(({ change }) => change.reason !== reason);
  const remarks = [
    ...others.map(({ fixture, change }) => `- **${caseName(fixture)}**: ${change.reason}`),
    ...cases.flatMap(({ fixture }) =>
      fixture.beside === undefined
        ? []
        : [`- **${caseName(fixture)}**, both versions on one database: ${fixture.beside}`],
    ),
  ];
  const example = cases.find(({ change }) => change.reason === reason) ?? cases[0];
  return [
    `## ${id}`,
    '',
    reason,
    '',
    ...table([heading, ...rows]),
    '',
    ...remarks,
    ...(remarks.length === 0 ? [] : ['']),
    ...(example === undefined ? [] : exampleOf(example.fixture)),
  ].join('\n');
}

const caseName = ({ name }: Fixture): string =>
  name.split('--')[1]?.replaceAll('-', ' ') ?? 'plain';

function table([heading = [], ...rows]: readonly (readonly string[])[]): readonly string[] {
  const widths = heading.map((_, column) =>
    Math.max(...[heading, ...rows].map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(heading), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}

/** What changes between the two schemas of a fixture, with the block it stands in. */
function exampleOf({ previousText, currentText }: Fixture): readonly string[] {
  const [before, after] = [previousText, currentText].map(withoutColumns);
  const { hunks } = structuredPatch('', '', before ?? '', after ?? '', '', '', { context: 2 });
  const parts = hunks.map(({ oldStart, lines }) => {
    const header = blockOf(before ?? '', oldStart - 1);
    const isShown = lines.some((line) => line.slice(1) === header);
    const shown = lines[0] === ' ' ? lines.slice(1) : lines;
    return [...(header === undefined || isShown ? [] : [` ${header}`]), ...shown];
  });
  const lines = parts.flatMap((part, at) => (at === 0 ? part : [' ', ...part]));
  return ['```diff', ...lines.join('\n').trimEnd().split('\n'), '```', ''];
}

/** Cells that line up with those of another line would make that line differ, too. */
const withoutColumns = (text: string): string => text.replaceAll(/(?<=\S) +/g, ' ');

/** The opening line of the block that a line stands in. */
function blockOf(text: string, line: number): string | undefined {
  const before = text.split('\n').slice(0, line);
  const opening = before.findLastIndex((candidate) => candidate.endsWith('{'));
  const closing = before.lastIndexOf('}');
  return opening > closing ? before[opening] : undefined;
}
