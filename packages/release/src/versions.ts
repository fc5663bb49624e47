/** What there is to know of versions alone: light, for commands that must start quickly. */
export { bumpToAskFor, firstVersion, nextVersion } from './plan/next-version.ts';
export { bumpBetween, compareVersions, isVersion, latestOf } from './schema-version.ts';
