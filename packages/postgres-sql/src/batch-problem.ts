import type { BatchDirective } from './batch-directive.ts';
import { type BatchPlaceholder, batchPlaceholders } from './batch-range.ts';
import { flattenStatement } from './flatten-statement.ts';
import type { ScriptProblem } from './script-problem.ts';
import type { SqlStatement } from './sql-statement.ts';

type Said = Pick<ScriptProblem, 'message' | 'why' | 'fix'>;

/** What is wrong with the statements of a script in batches; undefined where nothing is. Pure. */
export function findBatchProblem(
  sql: string,
  statements: readonly SqlStatement[],
  batches: BatchDirective,
): ScriptProblem | undefined {
  if (statements.length === 0) {
    return {
      kind: 'scriptProblem',
      ...{ line: batches.line, column: 1 },
      message: 'there is no statement to run in batches.',
      why: 'batches says how the statements of the script run.',
      fix: 'Write an UPDATE, DELETE or INSERT … SELECT below it.',
    };
  }
  for (const statement of statements) {
    const problem = statementProblem(sql, statement, batches);
    if (problem) return problem;
  }
  return undefined;
}

function statementProblem(
  sql: string,
  { start, end, words, line }: SqlStatement,
  { columns }: BatchDirective,
): ScriptProblem | undefined {
  const text = sql.slice(start, end);
  const at = (offset: number, said: Said): ScriptProblem => ({
    kind: 'scriptProblem',
    ...placeOf(sql, start + offset, offset === 0 ? line : undefined),
    ...said,
  });
  if (!isBatchable(words, text)) return at(0, notBatchable(words));
  const places = [...batchPlaceholders(text)];
  for (const place of places) {
    const said = placeProblem(text, place, columns);
    if (said) return at(place.start, said);
  }
  for (const name of ['from', 'to'] as const) {
    if (!places.some((place) => place.name === name)) return at(0, missing(name, columns));
  }
  return undefined;
}

/** Lines are counted only where there is something to say. */
function placeOf(
  sql: string,
  offset: number,
  line?: number,
): Pick<ScriptProblem, 'line' | 'column'> {
  const before = sql.slice(0, offset);
  const column = offset - before.lastIndexOf('\n');
  return { line: line ?? before.split('\n').length, column };
}

const INSERTED_VALUES = /^INSERT INTO\b.*?\bVALUES\b(?!.*\bSELECT\b)/;
const CHANGES = /\b(?:insert into|delete from|(?<!\bfor |\bkey |\bdo )update)\b/;

function isBatchable(words: string, text: string): boolean {
  if (/^WITH\b/.test(words)) return CHANGES.test(flattenStatement(text));
  return /^(?:UPDATE|DELETE FROM|INSERT INTO)\b/.test(words) && !INSERTED_VALUES.test(words);
}

function notBatchable(words: string): Said {
  return {
    message: `${words.split(' ').slice(0, 2).join(' ')} cannot run in batches.`,
    why: 'A script with batches holds UPDATE, DELETE, INSERT … SELECT, or a WITH that changes rows, each of which runs once for every range of the key.',
    fix: 'Put it into a migration of its own, before or behind this one.',
  };
}

function placeProblem(
  text: string,
  { name, start, end }: BatchPlaceholder,
  columns: readonly string[],
): Said | undefined {
  if (name !== 'from' && name !== 'to') {
    return {
      message: `${text.slice(start, end)} is not a place for a key.`,
      why: 'There are {from} and {to}: the first and the last key of the batch.',
      fix: condition(columns),
    };
  }
  const [before, behind] = [text.slice(0, start), text.slice(end)];
  const strict = name === 'from' ? { before: '>', behind: '<' } : { before: '<', behind: '>' };
  if (strictBefore(before) === strict.before || strictBehind(behind) === strict.behind) {
    return {
      message: `{${name}} itself is left out of the range.`,
      why: 'The range of a batch includes its first and its last key; the rows with that key would never be changed.',
      fix: condition(columns),
    };
  }
  if (columns.length > 1 && !/[(,]\s*$/.test(before)) {
    return {
      message: `{${name}} stands for ${columns.length} values and not in parentheses.`,
      why: `The key is (${columns.join(', ')}).`,
      fix: condition(columns),
    };
  }
  return undefined;
}

/** The operator `<` or `>` before a value, whatever parentheses are around that. */
const strictBefore = (before: string): string | undefined =>
  /(?:^|[^<>=!~@#%^&|`?+*/-])([<>])\s*(?:(?:row\s*)?\(\s*)*$/i.exec(before)?.[1];

const strictBehind = (behind: string): string | undefined =>
  /^(?:\s*\))*\s*([<>])(?![<>=!~@#%^&|`?+*/-])/.exec(behind)?.[1];

function missing(name: 'from' | 'to', columns: readonly string[]): Said {
  return {
    message: `there is no {${name}} in the statement.`,
    why: 'Every batch would change rows outside of its range.',
    fix: condition(columns),
  };
}

function condition(columns: readonly string[]): string {
  const key = columns.length === 1 ? columns[0] : `(${columns.join(', ')})`;
  const [from, to] = columns.length === 1 ? ['{from}', '{to}'] : ['({from})', '({to})'];
  return `Write: WHERE ${key} >= ${from} AND ${key} <= ${to}`;
}
