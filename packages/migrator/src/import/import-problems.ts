import { SchemaServiceError } from '@schema-service/errors';
import type { ForeignMigration, ForeignState, ForeignTool } from './foreign-history.ts';

/**
 * Refuses a history whose files and table do not say the same: what it would
 * become would not be what the database has.
 *
 * @throws SchemaServiceError MIGRATION_IMPORT_REFUSED
 */
export function refuseImportProblems(
  { tool }: ForeignTool,
  files: readonly ForeignMigration[],
  { rows, problems }: ForeignState,
): void {
  const all = [
    ...(files.length === 0 ? [`The folder has no migrations of ${tool}.`] : []),
    ...problems,
    ...rows.flatMap(({ key, checksum }) => rowProblems(key, checksum, files)),
    ...orderProblems(files, new Set(rows.map(({ key }) => key))),
  ];
  if (all.length === 0) return;
  throw new SchemaServiceError({
    code: 'MIGRATION_IMPORT_REFUSED',
    message: all.join('\n'),
    why: `What ${tool} has recorded and the files of the folder do not fit together; nothing was written.`,
    fix: `Bring them together with ${tool} first.`,
    meta: { tool, problems: all },
  });
}

function rowProblems(
  key: string,
  checksum: string | null | undefined,
  files: readonly ForeignMigration[],
): readonly string[] {
  const file = files.find((other) => other.key === key);
  if (!file) return [`${key} is applied, and has no file.`];
  const isEdited = checksum && file.checksum && checksum !== file.checksum;
  return isEdited ? [`${file.path} was edited after it was applied.`] : [];
}

function orderProblems(
  files: readonly ForeignMigration[],
  applied: ReadonlySet<string>,
): readonly string[] {
  const last = files.findLastIndex(({ key }) => applied.has(key));
  return files
    .slice(0, Math.max(0, last))
    .filter(({ key }) => !applied.has(key))
    .map(
      ({ path }) =>
        `${path} is not applied, although ${files[last]?.path}, which comes after it, is.`,
    );
}
