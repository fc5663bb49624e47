import type { Statement } from '../operation.ts';

interface Block {
  readonly comments: readonly string[];
  readonly sql: string;
}

/** The text of a script: directives, what is said of the whole, and the statements. */
export function renderScript(
  directives: readonly string[],
  intro: readonly string[],
  statements: readonly Statement[],
): string {
  const head = [
    ...directives.map((directive) => `-- migrator: ${directive}`),
    ...(directives.length > 0 && intro.length > 0 ? ['--'] : []),
    ...intro.flatMap(commentLines),
  ];
  let said = '';
  const blocks = groupClauses(statements).map(({ comments, sql }) => {
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

/**
 * Clauses for one table are one statement, but for a validation, which lets others write, and for a check that proves a NOT NULL:
 * PostgreSQL drops first, and would then read every row under the lock.
 */
function groupClauses(statements: readonly Statement[]): readonly Block[] {
  const groups: Statement[][] = [];
  for (const statement of statements) {
    const group = groups.at(-1);
    const joins =
      statement.alter !== undefined &&
      group?.[0]?.alter === statement.alter &&
      ![...group, statement].some(({ sql }) => sql.startsWith('VALIDATE')) &&
      !(statement.sql.startsWith('DROP CONSTRAINT') && group.some(isNotNull));
    if (group !== undefined && joins) group.push(statement);
    else groups.push([statement]);
  }
  return groups.map(toBlock);
}

const isNotNull = ({ sql }: Statement): boolean => sql.endsWith('SET NOT NULL');

function toBlock(group: readonly Statement[]): Block {
  const comments = [...new Set(group.flatMap(({ comment }) => comment ?? []))];
  const [first] = group;
  if (first?.alter === undefined) return { comments, sql: first?.sql ?? '' };
  const clauses = group.map(({ sql }) => sql);
  const separator = clauses.length === 1 ? ' ' : '\n  ';
  return { comments, sql: `ALTER TABLE ${first.alter}${separator}${clauses.join(',\n  ')}` };
}
