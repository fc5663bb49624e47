import { type Static, Type } from 'typebox';
import { Version } from './version-strings.ts';

/** A version's schema with what is known about it. */
export const SchemaDocument = Type.Object({
  version: Version,
  schema: Type.String({ description: 'The Prisma schema, as text.' }),
  metadata: Type.Unsafe<Readonly<Record<string, unknown>>>({
    type: 'object',
    additionalProperties: true,
    description: 'metadata.json of the frozen version: hash, date, bump, previous, changes.',
  }),
  changelog: Type.String({ description: "This version's part of the changelog, Markdown." }),
});
export type SchemaDocument = Static<typeof SchemaDocument>;
