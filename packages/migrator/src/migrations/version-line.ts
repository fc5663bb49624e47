import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import { compareVersions, isVersion } from './version.ts';

/**
 * In a version's folder: the version that its migrations were written after, as `{"previous": "1.1.0"}`; null for none.
 * A release writes it, because of an old line: a 1.1.1 that was made after 2.0.0 stands below 2.0.0, which knows
 * nothing of it unless one of the two says so: {@link VersionLinks}.
 */
export const PREVIOUS_FILE = 'previous.json';

/** What a version says of others. */
export interface VersionLinks {
  /** What it was written after; null for none, undefined where it does not say: the next lower one. */
  readonly previous?: string | null | undefined;
  /** Of a hotfix: the versions that were out when it was made, and whose databases may take it, too. */
  readonly appliesTo?: readonly string[];
  /** The hotfixes of older lines that were out when it was made, and that its databases have. */
  readonly includes?: readonly string[];
}

/** A version on the way to another. */
export interface LineVersion {
  readonly version: string;
  /** Where it was released for an older line, and this line takes it, too. */
  readonly hotfix?: Hotfix;
}

/** How a version of an older line goes with others. */
export interface Hotfix {
  readonly previous: string | null;
  /** The versions whose databases may take it late. Later ones have it. */
  readonly appliesTo: readonly string[];
}

/**
 * The versions that lead to one, lowest first: it, the one that it was written after, and so on, and the hotfixes that
 * apply there. Others are on another line: their migrations are for databases that stay there. Pure.
 *
 * @param versions lowest first
 */
export function lineTo(
  to: string,
  versions: readonly string[],
  linksOf: (version: string) => VersionLinks,
): readonly LineVersion[] {
  const previousOf = (version: string): string | null => {
    const { previous } = linksOf(version);
    const below = versions.slice(0, versions.indexOf(version));
    // Releases without migrations have no folder: the nearest one that has stands for them.
    const found = previous === undefined ? below.at(-1) : nearest(below, previous);
    return found ?? null;
  };
  const chain = new Set<string>();
  for (let at: string | null = to; at !== null; at = previousOf(at)) chain.add(at);
  if (chain.size === versions.length) return versions.map((version) => ({ version }));
  const included = new Set([...chain].flatMap((version) => linksOf(version).includes ?? []));
  // One in work says nothing yet: it has what applies to the version before it.
  const inWork = [...chain].filter((version) => linksOf(version).previous === undefined);
  const bases = [to, ...inWork.map(previousOf)];
  const applies = (version: string): boolean => {
    if (chain.has(version)) return true;
    const previous = previousOf(version);
    const isMeant = included.has(version) || isAny(linksOf(version).appliesTo, bases);
    return isMeant && previous !== null && applies(previous);
  };
  return versions.filter(applies).map((version) => {
    if (chain.has(version)) return { version };
    const { appliesTo = [] } = linksOf(version);
    return { version, hotfix: { previous: previousOf(version), appliesTo } };
  });
}

const isAny = (versions: readonly string[] = [], others: readonly (string | null)[]): boolean =>
  versions.some((version) => others.includes(version));

/** The highest of versions, lowest first, that is not above one. */
const nearest = (versions: readonly string[], to: string | null): string | undefined =>
  to === null ? undefined : versions.findLast((other) => compareVersions(other, to) <= 0);

/**
 * What the file in a version's folder says.
 *
 * @throws SchemaServiceError MIGRATION_FILE_UNREADABLE
 */
export function readLinks(directory: string, version: string): VersionLinks {
  const path = `${version}/${PREVIOUS_FILE}`;
  let problem: string;
  try {
    const links: unknown = JSON.parse(readFileSync(join(directory, path), 'utf8'));
    if (areLinks(links)) return links;
    problem = 'It does not say {"previous": "<version>"}.';
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  throw new SchemaServiceError({
    code: 'MIGRATION_FILE_UNREADABLE',
    message: `${path} cannot be read.`,
    why: problem,
    fix: 'Bring the file back as it was released.',
    meta: { path },
  });
}

function areLinks(value: unknown): value is VersionLinks {
  if (typeof value !== 'object' || value === null) return false;
  const { previous, appliesTo, includes } = value as Readonly<Record<string, unknown>>;
  const isPrevious = previous === null || (typeof previous === 'string' && isVersion(previous));
  return isPrevious && areVersions(appliesTo) && areVersions(includes);
}

/** A list of versions, or nothing. */
export const areVersions = (value: unknown): value is readonly string[] | undefined =>
  value === undefined ||
  (Array.isArray(value) && value.every((one) => typeof one === 'string' && isVersion(one)));
