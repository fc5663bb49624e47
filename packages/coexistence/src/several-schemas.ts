import type { SchemaModel } from '@schema-service/schema-model';
import type { Unbridgeable } from './findings.ts';

/** Clients name the database schema of a table that has one, so that nothing can send them to a version's views. */
export const severalSchemas = ({ models, views }: SchemaModel): readonly Unbridgeable[] =>
  [...models, ...views]
    .filter(({ namespace = 'public' }) => namespace !== 'public')
    .map(({ name, namespace }) => ({
      kind: 'unbridgeable',
      path: name,
      reason: `Its clients ask for it in the database schema ${namespace}, and not in that of their version.`,
    }));
