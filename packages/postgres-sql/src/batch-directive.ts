import { parseDuration } from './duration.ts';
import { IDENTIFIER, NAME } from './relation-name.ts';
import type { ScriptProblem } from './script-problem.ts';
import { asciiLower } from './tokens.ts';

/** `-- migrator: batches = public.reviews by id, target = 150ms`: each statement runs once for each range of a key. */
export interface BatchDirective {
  /** The table whose rows are gone through, as the script writes it. */
  readonly table: string;
  /** The columns of the key in their order, as the script writes them; never empty. */
  readonly columns: readonly string[];
  /** How long one batch should take, in ms. */
  readonly targetMs: number;
  /** Line of the directive, from 1. */
  readonly line: number;
}

/** What a batch should take where a script does not say, in ms. */
export const DEFAULT_BATCH_TARGET_MS = 150;

const EXAMPLE = 'Write for example: -- migrator: batches = public.reviews by id, target = 150ms';

const MEANT = /^\s*--\s*migrator:\s*batches(?![\w-])/;

/** Whether a line is meant as this directive. */
export const meansBatches = (line: string): boolean => MEANT.test(line);

/** Reads a line that {@link meansBatches}. The number of the line is for the directive and the problem. */
export function parseBatches(text: string, line: number): BatchDirective | ScriptProblem {
  const reader = createReader(text);
  const problem = (message: string, why: string, fix = EXAMPLE): ScriptProblem => ({
    kind: 'scriptProblem',
    ...{ line, column: reader.at() + 1, message, why, fix },
  });
  reader.take(MEANT);
  if (reader.take(/\s*[=:]\s*/) === undefined) {
    return problem('batches does not say of what.', 'It takes a table and the columns of its key.');
  }
  const table = reader.take(TABLE);
  if (table === undefined) {
    return problem(
      `${shown(reader.rest())} is not the name of a table.`,
      'A name with other characters, or in upper case, stands in double quotes.',
    );
  }
  if (reader.take(/\s+by(?![\w$"])\s*/i) === undefined) {
    return problem(
      `batches does not say by which columns ${table} is gone through.`,
      'The rows are taken in the order of a key, and the last key of a batch is where the next one begins.',
    );
  }
  const columns: string[] = [];
  let targetMs: number | undefined;
  do {
    const option = reader.look(/(?<name>[\w-]+)\s*=/)?.groups?.name;
    if (option !== undefined && columns.length > 0) {
      if (asciiLower(option) !== 'target') {
        return problem(
          `batches has no ${option}.`,
          'Behind the columns it takes target = <time>, and nothing else.',
        );
      }
      if (targetMs !== undefined) return problem('target is there twice.', 'One of them counts.');
      reader.take(/[\w-]+\s*=\s*/);
      const time = reader.look(/[^,]*/)?.[0].trim() ?? '';
      targetMs = parseDuration(time);
      if (!targetMs) {
        return problem(
          targetMs === 0 ? 'A batch cannot take no time.' : `${shown(time)} is not a time.`,
          'The size of the batches is chosen so that one takes about that long.',
          'Write a number with ms or s: target = 150ms',
        );
      }
      reader.take(/[^,]*/);
    } else {
      const column = reader.take(COLUMN);
      if (column === undefined || reader.look(/\./)) {
        return problem(
          column === undefined
            ? `${shown(reader.rest())} is not the name of a column.`
            : `a column is named alone, without its table: ${column}`,
          'A name with other characters, or in upper case, stands in double quotes.',
        );
      }
      if (targetMs !== undefined) {
        return problem(`${column} stands behind target.`, 'The columns come first.');
      }
      if (columns.some((other) => folded(other) === folded(column))) {
        return problem(`${column} is there twice.`, 'Every column of a key counts once.');
      }
      columns.push(column);
    }
  } while (reader.take(/\s*,\s*/) !== undefined);
  reader.take(/\s*/);
  if (reader.rest() !== '') {
    return problem(
      `${shown(reader.rest())} does not belong here.`,
      'Columns and target are separated by commas.',
    );
  }
  return { table, columns, targetMs: targetMs ?? DEFAULT_BATCH_TARGET_MS, line };
}

const TABLE = new RegExp(NAME);
const COLUMN = new RegExp(IDENTIFIER);

const shown = (text: string): string => (text === '' ? 'nothing' : text);

const folded = (name: string): string => (name.startsWith('"') ? name : `"${asciiLower(name)}"`);

/** Goes through a text from left to right. */
interface Reader {
  readonly at: () => number;
  readonly rest: () => string;
  /** What the pattern matches right here, without going on. */
  readonly look: (pattern: RegExp) => RegExpExecArray | undefined;
  /** The same, and goes on behind it. */
  readonly take: (pattern: RegExp) => string | undefined;
}

function createReader(text: string): Reader {
  let at = 0;
  const look = ({ source, flags }: RegExp): RegExpExecArray | undefined => {
    const pattern = new RegExp(source.replace(/^\^/, ''), `${flags}y`);
    pattern.lastIndex = at;
    return pattern.exec(text) ?? undefined;
  };
  return {
    at: () => at,
    rest: () => text.slice(at).trim(),
    look,
    take: (pattern) => {
      const found = look(pattern)?.[0];
      at += found?.length ?? 0;
      return found;
    },
  };
}
