import type { Step } from './step.ts';

interface Block {
  readonly comments: readonly string[];
  readonly sql: string;
}

/** The text of a script: directives, what is said of the whole, and the statements. */
export function renderScript(
  directives: readonly string[],
  intro: readonly string[],
  steps: readonly Step[],
): string {
  const head = [
    ...directives.map((directive) => `-- migrator: ${directive}`),
    ...(directives.length > 0 && intro.length > 0 ? ['--'] : []),
    ...intro.flatMap(commentLines),
  ];
  let said = '';
  const blocks = groupClauses(steps).map(({ comments, sql }) => {
    const comment = comments.join('\n');
    const isNews = comment !== '' && comment !== said;
    said = comment;
    return [...(isNews ? commentLines(comment) : []), ...(sql === '' ? [] : [`${sql};`])].join(
      '\n',
    );
  });
  return `${[head.join('\n'), ...blocks].filter((block) => block !== '').join('\n\n')}\n`;
}

const commentLines = (text: string): readonly string[] =>
  text.split('\n').map((line) => `-- ${line}`);

/** Clauses for one table are one statement, where no lock has to be let go between them. */
function groupClauses(steps: readonly Step[]): readonly Block[] {
  const groups: Step[][] = [];
  for (const step of steps) {
    const group = groups.at(-1);
    const neighbour = group?.[0];
    const joins =
      neighbour?.table !== undefined &&
      neighbour.table === step.table &&
      neighbour.phase === 'main' &&
      step.phase === 'main';
    if (group !== undefined && joins) group.push(step);
    else groups.push([step]);
  }
  return groups.map(toBlock);
}

function toBlock(group: readonly Step[]): Block {
  const comments = [...new Set(group.flatMap(({ comment }) => comment ?? []))];
  const [first] = group;
  if (first?.table === undefined) return { comments, sql: first?.sql ?? '' };
  const clauses = group.map(({ sql }) => sql);
  const separator = clauses.length === 1 ? ' ' : '\n  ';
  return { comments, sql: `ALTER TABLE ${first.table}${separator}${clauses.join(',\n  ')}` };
}
