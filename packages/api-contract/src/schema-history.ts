import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Version, VersionReference } from './version.ts';

/** What each version changed, as it was frozen with it. */
export const SchemaHistory = Type.Object({
  version: Version,
  versions: Type.Array(
    Type.Object({
      version: Version,
      date: Type.String({ description: 'The day the version was frozen, as YYYY-MM-DD.' }),
      changes: Type.Array(
        Type.Object({
          id: Type.String({ description: 'E.g. FIELD_REMOVED.' }),
          path: Type.String({ description: 'What it is about: Review.body.' }),
          severity: Type.Enum(['breaking', 'dangerous', 'safe'] as const),
        }),
        { description: 'Against the version before; none of the first.' },
      ),
    }),
    {
      description:
        'The version and those that it was built on, the newest first, as far as they are published here.',
    },
  ),
});
export type SchemaHistory = Static<typeof SchemaHistory>;

export const schemaHistoryEndpoints = {
  getSchemaHistory: endpoint('GET', '/schema/:version/history', {
    tag: 'schema',
    summary: 'In which version each part of the schema came, changed and went.',
    params: Type.Object({ version: VersionReference }),
    response: SchemaHistory,
    otherAnswers: [304, 307],
    failures: [400, 404],
  }),
} as const;
