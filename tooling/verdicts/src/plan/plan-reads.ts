import type { SchemaModel } from '@schema-service/schema-model';
import { extremeValues, givenValue } from './given-values.ts';
import type { Operation } from './operation.ts';
import { KEPT } from './plan-writes.ts';
import { rowMaker } from './row-maker.ts';
import { clientEntities, isComparable } from './visible-model.ts';

/** Reads everything that somebody else wrote, looks it up by every key, and follows every relation. */
export function planReads(schema: SchemaModel): readonly Operation[] {
  return clientEntities(schema).flatMap((entity): readonly Operation[] => {
    const read = { entity: entity.name, question: 'reads', volatile: [] } as const;
    const rows = rowMaker(schema, entity);
    const kept = rows.full(KEPT);
    return [
      { ...read, act: 'findMany', name: `${entity.name}: read all` },
      ...rows.keys.map((key) => ({
        ...read,
        act: 'findUnique' as const,
        where: rows.key(key, KEPT),
        name: `${entity.name}: find by ${key.name}`,
      })),
      ...rows.fields.filter(isComparable).flatMap((field) =>
        [kept[field.name] ?? givenValue(schema, field, KEPT), ...extremeValues(schema, field)].map(
          (value) => ({
            ...read,
            act: 'filter' as const,
            by: { [field.name]: value },
            name: `${entity.name}: filter by ${field.name} = ${JSON.stringify(value.value)?.slice(0, 30)}`,
          }),
        ),
      ),
      ...entity.fields
        .filter(({ kind, isIgnored }) => kind === 'relation' && !isIgnored)
        .map(({ name }) => ({
          ...read,
          act: 'follow' as const,
          relation: name,
          name: `${entity.name}: follow ${name}`,
        })),
    ];
  });
}
