import { Type } from 'typebox';

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

/** A version as a request names it: `2.0.0`, or `latest` for the highest published one. */
export const VersionOrLatest = Type.String({
  pattern: `^(?:latest|${semver})$`,
  description: 'A semver version, such as 2.0.0, or latest.',
});
