import { flattenStatement, type RollbackClass } from '@schema-service/postgres-sql';
import type { Migration, MigrationScript } from '../migrations/migration.ts';
import { analyzeScript, type ScriptAnalysis } from '../sql/analyze-script.ts';
import { type StatementLoss, statementLosses } from './statement-losses.ts';

/** What a statement of a script takes away, and where it stands. */
export type ScriptLoss = StatementLoss & {
  /** Its line, from 1. */
  readonly line: number;
  /** Its beginning, on one line. */
  readonly statement: string;
};

const SHOWN = 60;

/** {@link flattenStatement} stops at that many characters. */
const LONG = 10_000;

/** Everything that a script takes away, as far as its text tells; empty only where it is known to keep everything. */
export function scriptLosses(
  { sql }: Pick<MigrationScript, 'sql'>,
  { statements }: Pick<ScriptAnalysis, 'statements'>,
): readonly ScriptLoss[] {
  return statements.flatMap(({ start, end, line }) => {
    const text = sql.slice(start, end);
    return lossesOf(text).map(
      (loss): ScriptLoss => ({ ...loss, line, statement: beginning(text) }),
    );
  });
}

/** Of a very long statement only its front is flattened, and what stands at its end matters: nobody knows. */
function lossesOf(text: string): readonly StatementLoss[] {
  const flat = flattenStatement(text);
  const isWhole = text.length < LONG || flat.length < LONG / 2;
  return isWhole ? statementLosses(flat) : [{ kind: 'statement' }];
}

function beginning(text: string): string {
  const shown = text
    .slice(0, SHOWN * 2)
    .replace(/\s+/g, ' ')
    .trim();
  return shown.length > SHOWN ? `${shown.slice(0, SHOWN - 3)}...` : shown;
}

/**
 * How a migration goes back: without a down, not at all.
 *
 * @throws SchemaServiceError what {@link analyzeScript} refuses in the down
 */
export function rollbackClass({ down }: Migration): RollbackClass {
  return down ? downClass(down, analyzeScript(down)) : 'impossible';
}

/**
 * What a down costs: lossy where it is not known to keep everything, unless its header says otherwise. A header knows what
 * a statement means that nobody else can tell; that a table or a column goes it cannot talk away.
 */
export function downClass(down: MigrationScript, analysis: ScriptAnalysis): RollbackClass {
  const { rollback } = analysis.header;
  if (rollback === 'lossy' || rollback === 'impossible') return rollback;
  const losses = scriptLosses(down, analysis);
  const counted = rollback ? losses.filter(({ kind }) => kind !== 'statement') : losses;
  return counted.length > 0 ? 'lossy' : 'instant';
}
