import { type Static, Type } from 'typebox';

/** The grammar of semver.org, without its capturing groups. */
const semver =
  '(?:0|[1-9]\\d*)\\.(?:0|[1-9]\\d*)\\.(?:0|[1-9]\\d*)' +
  '(?:-(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?' +
  '(?:\\+[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*)?';

/** The version of a release: `2.0.0`. */
export const Version = Type.String({
  pattern: `^${semver}$`,
  description: 'A semver version, such as 2.0.0.',
});

/** A version as a request names it: `2.0.0`; or a range or a tag, for which the answer is a redirect to a version. */
export const VersionReference = Type.String({
  pattern: '^[\\w.+*^~<>=| -]{1,256}$',
  description: 'A semver version such as 2.0.0, a range such as ^2.0.0, or a tag such as latest.',
});

/** A release in a list: everything but its contents. */
export const VersionSummary = Type.Object({
  version: Version,
  date: Type.String({ description: 'The day the version was frozen, as YYYY-MM-DD.' }),
  bump: Type.Enum(['major', 'minor', 'patch', 'none'], {
    description: 'Against the previous version.',
  }),
  previous: Type.Union([Version, Type.Null()], { description: 'null for the first version.' }),
  appliesTo: Type.Optional(
    Type.Array(Version, {
      description:
        'Of a hotfix of an older line: the later versions whose databases may take it, too.',
    }),
  ),
  includes: Type.Optional(
    Type.Array(Version, {
      description: 'The hotfixes of older lines that databases of this version have.',
    }),
  ),
  hash: Type.String({ description: 'The content hash of the schema: same meaning, same hash.' }),
  publishedAt: Type.String({ format: 'date-time' }),
  deprecated: Type.Optional(
    Type.String({ description: 'Why it should not be used any more, where somebody said so.' }),
  ),
  yanked: Type.Optional(
    Type.String({ description: 'Why no range leads to it any more, where somebody said so.' }),
  ),
});
export type VersionSummary = Static<typeof VersionSummary>;

/** Every published version, in semver order. */
export const VersionList = Type.Object({
  latest: Type.Union([Version, Type.Null()], { description: 'null while nothing is published.' }),
  versions: Type.Array(VersionSummary),
});
export type VersionList = Static<typeof VersionList>;

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
