import { dependentsOfColumns, type Structure } from '@schema-service/migration-draft';
import { columnsOf, type SchemaModel } from '@schema-service/schema-model';
import type { Unbridgeable } from './findings.ts';
import { modelIn, nameOf } from './layout.ts';
import { isTwin, type Place } from './place-columns.ts';

/**
 * Triggers of the database that fire for one column by its name: they would miss what other versions write to its twin.
 * `named` are the tables as they are, under the newer names.
 */
export function watchingTriggers(
  named: SchemaModel,
  places: ReadonlyMap<string, Place>,
  structure: Structure,
): readonly Unbridgeable[] {
  return [...places].flatMap(([path, place]): readonly Unbridgeable[] => {
    if (!isTwin(place)) return [];
    const [owner = '', name = ''] = path.split('.');
    const model = modelIn(named, owner);
    const column = model && columnsOf(model).find((field) => field.name === name)?.dbName;
    if (model === undefined || column === undefined) return [];
    return dependentsOfColumns(structure, nameOf(model), [column])
      .filter(({ title }) => title.startsWith('trigger '))
      .map(({ title }) => ({
        kind: 'unbridgeable',
        path,
        reason: `The ${title} looks at ${column} by its name (UPDATE OF, WHEN), and would miss what the other version writes. Have it fire for every column, and compare in its function, in a migration before this version.`,
      }));
  });
}
