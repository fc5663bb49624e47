import { declarationsByPath, type Rename, renameAnnotation } from '@schema-service/schema-diff';
import type { SchemaModel, SourceLocation } from '@schema-service/schema-model';
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
  const declarations = declarationsByPath(schema);
  const stated = renames.flatMap((rename) => {
    const location = declarations.get(rename.to)?.location;
    return location === undefined ? [] : [{ ...rename, location }];
  });
  await annotateSchema(
    stated.map(({ from, location }) => ({ location, line: renameAnnotation(from) })),
  );
  return stated;
}
