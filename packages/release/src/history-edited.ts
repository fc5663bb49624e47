import { SchemaServiceError } from '@schema-service/errors';
import { formatFinding, type ReleaseFinding } from './inspection/release-finding.ts';

/** The refusal to go on with a history that was edited. */
export function historyEdited(findings: readonly ReleaseFinding[]): SchemaServiceError {
  return new SchemaServiceError({
    code: 'RELEASE_HISTORY_EDITED',
    message: [
      'The frozen releases are not as they were released.',
      ...findings.map(formatFinding),
    ].join('\n'),
    why: 'Databases and services already run on them; a release never changes.',
    fix: 'Take the edits back as said above.',
    meta: { findings },
  });
}
