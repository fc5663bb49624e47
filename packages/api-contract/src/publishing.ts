import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Version } from './version.ts';

/** How far the publication of a version is. */
export const Publication = Type.Object({
  version: Version,
  state: Type.Enum(['published', 'pending'], {
    description: 'pending: parts have come, and nobody sees them before the last one.',
  }),
  outcome: Type.Optional(
    Type.Enum(['published', 'unchanged', 'staged'], { description: 'What this request did.' }),
  ),
  packages: Type.Array(Type.String(), {
    description: 'File names of the packages that have come.',
  }),
  missing: Type.Array(Type.String(), {
    description: 'What has not come: packages, or manifest.json for the record of the release.',
  }),
  expiresAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
    description: 'When the first of the waiting parts has to be sent again; null once published.',
  }),
});
export type Publication = Static<typeof Publication>;

/** What services are told of a release that they should leave. */
export const ReleaseNotice = Type.Object({
  version: Version,
  deprecated: Type.Union([Type.String(), Type.Null()]),
  replacement: Type.Union([Version, Type.Null()], { description: 'What to use instead.' }),
  yanked: Type.Union([Type.String(), Type.Null()]),
});
export type ReleaseNotice = Static<typeof ReleaseNotice>;

/** The tags with the versions that they name. */
export const TagList = Type.Object({ tags: Type.Record(Type.String(), Version) });
export type TagList = Static<typeof TagList>;

const tag = 'publishing';
const oneVersion = Type.Object({ version: Version });
const oneTag = Type.Object({
  tag: Type.String({
    pattern: '^[A-Za-z][\\w.-]{0,63}$',
    description: 'A tag such as latest, next or latest-1; no version and no range of them.',
  }),
});
const words = Type.String({
  minLength: 1,
  maxLength: 1_000,
  pattern: '^[^\\u0000\\ud800-\\udfff]*$',
  description: 'Text for people, at most 1000 characters.',
});
const closed = { additionalProperties: false };

/** Publishing, and what is said of what is published. */
export const publishingEndpoints = {
  publishVersion: endpoint('PUT', '/versions/:version', {
    tag,
    scope: 'publish',
    summary:
      'Publishes a release: its bundle as application/gzip. The same again is 200, other content 409.',
    params: oneVersion,
    response: Publication,
    otherSuccess: [201],
    failures: [400, 409, 413, 415, 422],
  }),
  putRecord: endpoint('PUT', '/versions/:version/record', {
    tag,
    scope: 'publish',
    summary:
      'The bundle of a release without its packages, which come one by one by npm and PyPI clients: 202 until the last has come.',
    params: oneVersion,
    response: Publication,
    otherSuccess: [201, 202],
    failures: [400, 409, 413, 415, 422],
  }),
  getPublication: endpoint('GET', '/versions/:version/publication', {
    tag,
    scope: 'publish',
    summary: 'Whether a version is published, and what is missing where parts of it have come.',
    params: oneVersion,
    response: Publication,
    failures: [400, 404],
  }),
  listTags: endpoint('GET', '/tags', {
    tag,
    summary: 'The tags with the versions that they name.',
    params: Type.Object({}),
    response: TagList,
  }),
  setTag: endpoint('PUT', '/tags/:tag', {
    tag,
    scope: 'publish',
    summary: 'Sets or moves a tag: latest is what services install that ask for no version.',
    params: oneTag,
    body: Type.Object({ version: Version }, closed),
    response: TagList,
    failures: [400, 404, 415, 422],
  }),
  removeTag: endpoint('DELETE', '/tags/:tag', {
    tag,
    scope: 'publish',
    summary: 'Takes a tag away.',
    params: oneTag,
    response: TagList,
    failures: [400, 404, 422],
  }),
  deprecateVersion: endpoint('PUT', '/versions/:version/deprecation', {
    tag,
    scope: 'publish',
    summary: 'Says why a version should not be used any more, and what instead.',
    params: oneVersion,
    body: Type.Object({ message: words, replacement: Type.Optional(Version) }, closed),
    response: ReleaseNotice,
    failures: [400, 404, 415],
  }),
  undeprecateVersion: endpoint('DELETE', '/versions/:version/deprecation', {
    tag,
    scope: 'publish',
    summary: 'Takes the deprecation back.',
    params: oneVersion,
    response: ReleaseNotice,
    failures: [400, 404],
  }),
  yankVersion: endpoint('PUT', '/versions/:version/yank', {
    tag,
    scope: 'publish',
    summary: 'Says why no range of versions leads to this one any more.',
    params: oneVersion,
    body: Type.Object({ reason: words }, closed),
    response: ReleaseNotice,
    failures: [400, 404, 415],
  }),
  unyankVersion: endpoint('DELETE', '/versions/:version/yank', {
    tag,
    scope: 'publish',
    summary: 'Takes the yank back.',
    params: oneVersion,
    response: ReleaseNotice,
    failures: [400, 404],
  }),
} as const;
