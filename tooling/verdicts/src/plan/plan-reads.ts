import type { SchemaModel } from '@schema-service/schema-model';
import { givenValue } from './given-values.ts';
import type { Operation } from './operation.ts';
import { rowMaker } from './row-maker.ts';
import { clientEntities } from './visible-model.ts';

/** Reads everything that somebody else wrote, looks it up by every key, and follows every relation. */
export function planReads(schema: SchemaModel): readonly Operation[] {
  return clientEntities(schema).flatMap((entity): readonly Operation[] => {
    const read = { entity: entity.name, question: 'reads', volatile: [] } as const;
    const rows = rowMaker(schema, entity);
    return [
      { ...read, act: 'findMany', name: `${entity.name}: read all` },
      ...rows.keys.map((key) => ({
        ...read,
        act: 'findUnique' as const,
        where: rows.key(key, 1),
        name: `${entity.name}: find by ${key.name}`,
      })),
      ...rows.fields
        .filter(
          ({ arity, ...field }) =>
            arity !== 'list' && !(field.kind === 'scalar' && field.type === 'Json'),
        )
        .map((field) => ({
          ...read,
          act: 'filter' as const,
          by: { [field.name]: givenValue(schema, field, 1) },
          name: `${entity.name}: filter by ${field.name}`,
        })),
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
