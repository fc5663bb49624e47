import type { SchemaModel } from '@schema-service/schema-model';
import type { Operation } from './operation.ts';
import { clientEntities } from './visible-model.ts';

/** Reads everything that somebody else wrote, and follows every relation. */
export function planReads(schema: SchemaModel): readonly Operation[] {
  return clientEntities(schema).flatMap((entity): readonly Operation[] => {
    const read = { entity: entity.name, question: 'reads', volatile: [] } as const;
    return [
      { ...read, act: 'findMany', name: `${entity.name}: read all` },
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
