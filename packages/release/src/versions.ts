/** What there is to know of versions alone: light, for commands that must start quickly. */

export { bumpBetween } from './bump-between.ts';
export { bumpToAskFor, firstVersion, nextVersion } from './plan/next-version.ts';
