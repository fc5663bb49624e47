import type { Rename } from '@schema-service/schema-diff';
import type { SchemaModel, SourceLocation } from '@schema-service/schema-model';
import { renameAnnotation } from '../diff-report/change-words.ts';
import { annotateSchema } from '../files/annotate-schema.ts';

/** An annotation that was written, and where. */
export interface StatedRename extends Rename {
  readonly location: SourceLocation;
}

/** Writes `/// @renamed from: ...` above what was renamed, so that the release says so, too. */
export async function stateRenames(
  schema: SchemaModel,
  renames: readonly Rename[],
): Promise<readonly StatedRename[]> {
  const stated = renames.flatMap((rename) => {
    const location = locationOf(schema, rename.to);
    return location === undefined ? [] : [{ ...rename, location }];
  });
  await annotateSchema(
    stated.map(({ from, location }) => ({ location, line: renameAnnotation(from) })),
  );
  return stated;
}

function locationOf(schema: SchemaModel, path: string): SourceLocation | undefined {
  const [owner, member] = path.split('.');
  const entity = [...schema.models, ...schema.views].find(({ name }) => name === owner);
  const declared = entity ?? schema.enums.find(({ name }) => name === owner);
  if (declared === undefined || member === undefined) return declared?.location;
  const members = 'fields' in declared ? declared.fields : declared.values;
  return members.find(({ name }) => name === member)?.location;
}
