import { countText } from '@schema-service/command-line';
import { dataChecks } from '@schema-service/migration-draft';
import { type CheckedData, checkData } from '@schema-service/rehearsal';
import {
  type Change,
  checkAnnotation,
  declarationOf,
  subjectPath,
} from '@schema-service/schema-diff';
import type { SchemaModel } from '@schema-service/schema-model';
import type { CommandContext } from '../command-context.ts';
import { annotateSchema } from '../files/annotate-schema.ts';
import { withProgress } from '../output/progress.ts';
import { today } from '../today.ts';

/**
 * Asks a database whether its rows keep the new constraints, and says so.
 *
 * @returns the paths of those that every row keeps
 * @throws SchemaServiceError DATA_CHECK_FAILED
 */
export async function checkNewConstraints(
  { output }: CommandContext,
  schema: SchemaModel,
  changes: readonly Change[],
  database: string,
): Promise<readonly string[]> {
  const checked = await withProgress(output, 'Looking at the data', () =>
    checkData(database, dataChecks(schema, changes)),
  );
  for (const one of checked) output.note(resultText(one));
  if (checked.length === 0) output.note('No new constraint has to be held against the data.');
  return checked.flatMap(({ path, broken }) => (broken === 0 ? [path] : []));
}

function resultText({ path, broken }: CheckedData): string {
  return broken === 0
    ? `${path}: no row breaks it.`
    : `${path}: ${countText(broken, 'value repeats or refers to no row', 'values repeat or refer to no row')}.`;
}

/** Writes above their models which constraints were checked, by the paths of their changes, so that CI and the release know, too. */
export async function stateChecked(
  schema: SchemaModel,
  changes: readonly Change[],
  paths: readonly string[],
): Promise<void> {
  const subjects = new Map(changes.map(({ subject }) => [subjectPath(subject), subject]));
  const annotations = paths.flatMap((path) => {
    const subject = subjects.get(path);
    if (subject === undefined) return [];
    const owner = declarationOf(subject);
    const location = schema.models.find(({ name }) => name === owner)?.location;
    return location === undefined ? [] : [{ location, line: checkAnnotation(subject, today()) }];
  });
  await annotateSchema(annotations);
}
