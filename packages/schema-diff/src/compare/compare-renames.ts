import type { ChangeFact } from '../change.ts';
import type { ResolvedRename } from '../renames/resolved-rename.ts';
import { fact } from './fact.ts';

/** States the renames, those of models, views and enums before those of what is in them. */
export function* compareRenames(renames: readonly ResolvedRename[]): Generator<ChangeFact> {
  for (const { part, owner, previous, current, location } of renames) {
    const path = owner === undefined ? current.name : `${owner}.${current.name}`;
    const at = location === undefined ? {} : { location };
    yield fact(`${part}_RENAMED`, path, previous, current, at);
  }
}
