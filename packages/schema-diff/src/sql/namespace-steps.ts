import type { SchemaModel } from '@schema-service/schema-model';
import { quoted } from './names.ts';
import type { Step } from './step.ts';

/** The engine makes PostgreSQL's schemas and leaves them there. */
export function droppedNamespaces(from: SchemaModel, to: SchemaModel): readonly Step[] {
  return from.namespaces
    .filter((name) => name !== 'public' && !to.namespaces.includes(name))
    .map((name) => ({
      phase: 'main',
      sql: `DROP SCHEMA IF EXISTS ${quoted(name)}`,
      subject: `namespace:${name}`,
      comment: 'Fails while anything is left in it.',
    }));
}
