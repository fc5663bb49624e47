import { type Static, Type } from 'typebox';
import { Version } from './version-strings.ts';

/** A release in a list: everything but its contents. */
export const VersionSummary = Type.Object({
  version: Version,
  date: Type.String({ description: 'The day the version was frozen, as YYYY-MM-DD.' }),
  bump: Type.Enum(['major', 'minor', 'patch', 'none'], {
    description: 'Against the previous version.',
  }),
  previous: Type.Union([Version, Type.Null()], { description: 'null for the first version.' }),
  hash: Type.String({ description: 'The content hash of the schema: same meaning, same hash.' }),
  publishedAt: Type.String({ format: 'date-time' }),
});
export type VersionSummary = Static<typeof VersionSummary>;

/** Every published version, in semver order. */
export const VersionList = Type.Object({
  latest: Type.Union([Version, Type.Null()], { description: 'null while nothing is published.' }),
  versions: Type.Array(VersionSummary),
});
export type VersionList = Static<typeof VersionList>;
