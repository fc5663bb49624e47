import { SchemaServiceError } from '@schema-service/errors';
import { statementDigest } from '@schema-service/postgres-sql';
import type { MigrationScript } from '../migrations/migration.ts';
import type { ScriptAnalysis } from '../sql/analyze-script.ts';
import { type BatchProgress, batchRangeText } from '../tracking/batch-progress.ts';

/**
 * Refuses a script whose last key of an earlier attempt means nothing for it:
 * it goes through something else now, or its statements have other numbers. A
 * statement that was corrected goes on behind that key.
 *
 * @throws SchemaServiceError MIGRATION_NOT_RESUMABLE
 */
export function refuseChangedBatches(
  script: MigrationScript,
  { header, statements }: ScriptAnalysis,
  { statement: number, digest, range, batches }: BatchProgress,
): void {
  const refuse = (message: string, back: string, line: number): never => {
    throw new SchemaServiceError({
      code: 'MIGRATION_NOT_RESUMABLE',
      message: `${script.path}:${line}: ${message}`,
      why: `What batches have done stays done, and the next one begins behind their last key: ${batches === 1 ? '1 batch was' : `${batches} batches were`} by an earlier attempt.`,
      fix: `${back} Or let it begin anew, at the first row of the table: schema-migrator repair --only failed`,
      meta: { path: script.path, line, batches },
    });
  };
  if (!header.batches) {
    refuse(
      'it has begun in batches, and has none now.',
      `Put \`-- migrator: batches = ${range}\` back into its first line.`,
      1,
    );
  } else if (batchRangeText(header.batches) !== range) {
    refuse(
      `it has begun to go through ${range}, and goes through ${batchRangeText(header.batches)} now.`,
      `Write it as it was: -- migrator: batches = ${range}`,
      header.batches.line,
    );
  }
  const moved = statements.find((one) => statementDigest(script.sql, one) === digest);
  if (moved && moved.index !== number) {
    refuse(
      `statement ${moved.index} was statement ${number} as it began.`,
      'Put new statements behind it.',
      moved.line,
    );
  }
}
