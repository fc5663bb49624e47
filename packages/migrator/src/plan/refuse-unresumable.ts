import { SchemaServiceError } from '@schema-service/errors';
import { makesTemporary, setsAmongOther, statementDigest } from '@schema-service/postgres-sql';
import type { MigrationScript } from '../migrations/migration.ts';
import type { ScriptAnalysis } from '../sql/analyze-script.ts';
import type { DoneStatement } from '../tracking/history.ts';

/**
 * Refuses a script that cannot go on behind the statements that are done: one of
 * them says something else now, or what it made went with its session.
 *
 * @throws SchemaServiceError MIGRATION_NOT_RESUMABLE
 */
export function refuseUnresumable(
  script: MigrationScript,
  { header, statements }: ScriptAnalysis,
  done: readonly DoneStatement[],
): void {
  if (done.length === 0) return;
  const refuse = (message: string, back: string, line?: number): never => {
    throw new SchemaServiceError({
      code: 'MIGRATION_NOT_RESUMABLE',
      message: `${line === undefined ? script.path : `${script.path}:${line}`}: ${message}`,
      why: `Without a transaction what is done stays done, and is not run again: ${countOf(done.length)} by an earlier attempt.`,
      fix: `${back} Or take back by hand what was done, and let it begin anew: schema-migrator repair --only failed`,
      meta: { path: script.path, ...(line === undefined ? {} : { line }), done: done.length },
    });
  };
  if (header.transactional) {
    refuse(
      'it has begun without a transaction, and is one now.',
      'Put `-- migrator: no-transaction` back into its first line.',
    );
  }
  for (const [index, { digest, checksum }] of done.entries()) {
    const statement = statements[index];
    const isSame =
      digest === null
        ? checksum === script.checksum
        : statement && digest === statementDigest(script.sql, statement);
    if (isSame) continue;
    const number = index + 1;
    refuse(
      digest === null
        ? `it was edited after its first ${countOf(done.length)} done, and an older migrator has not noted what they said.`
        : `statement ${number} is done, and ${statement ? 'said something else then' : 'gone from the script'}.`,
      digest === null
        ? 'Bring the script back as it was (git log -p -- <file>).'
        : `Bring statement ${number} back as it was (git log -p -- <file>), and correct what comes behind statement ${done.length}.`,
      statement?.line,
    );
  }
  if (done.length === statements.length) return;
  for (const { index, words, start, end, line } of statements.slice(0, done.length)) {
    if (makesTemporary(words)) {
      refuse(`what statement ${index} made was temporary, and is gone.`, REST_ELSEWHERE, line);
    }
    if (setsAmongOther(words, script.sql.slice(start, end))) {
      refuse(
        `what statement ${index} has set is gone with its session, and it does other things beside.`,
        REST_ELSEWHERE,
        line,
      );
    }
  }
}

const REST_ELSEWHERE =
  'Move the statements that are left into the next migration, with what they need before them: this one is complete then.';

const countOf = (count: number): string =>
  count === 1 ? '1 statement was' : `${count} statements were`;
