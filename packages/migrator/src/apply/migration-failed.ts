import { SchemaServiceError } from '@schema-service/errors';
import type { MigrationStep } from '../plan/migration-plan.ts';
import type { MigrationFailure } from '../tracking/migration-failure.ts';

/** The failure of a script as the envelope: file and line first, then what PostgreSQL said. */
export function migrationFailed(
  { script, direction, analysis, migration }: MigrationStep,
  failure: MigrationFailure,
  cause: unknown,
  alone: boolean,
): SchemaServiceError {
  const { message, sqlState, detail, hint, context, line, statement } = failure;
  const place = line === undefined ? script.path : `${script.path}:${line}`;
  const which =
    statement === undefined
      ? 'at its commit'
      : `at statement ${statement} of ${analysis.statements.length}`;
  const said = [
    `${message}${sqlState ? ` (SQLSTATE ${sqlState})` : ''}`,
    detail && `detail: ${detail}`,
    hint && `hint: ${hint}`,
    context && `context: ${context}`,
  ];
  const kept = analysis.header.transactional
    ? 'Nothing of this migration is in the database.'
    : 'Statements that are done stay done and will not be run again.';
  const partly = alone
    ? ' What this one did before it failed may be there: it ran outside of transactions.'
    : '';
  return new SchemaServiceError(
    {
      code: 'MIGRATION_FAILED',
      message: `${place}: ${direction} failed ${which}.`,
      why: said.filter(Boolean).join('\n       '),
      fix: `${kept}${partly} Correct the script or the data, and run ${direction} again.`,
      meta: { migration: migration.id, version: migration.version, path: script.path, ...failure },
    },
    { cause },
  );
}
