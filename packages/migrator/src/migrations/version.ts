const NUMBER = String.raw`(?:0|[1-9]\d*)`;
const IDENTIFIER = String.raw`(?:${NUMBER}|\d*[A-Za-z-][\dA-Za-z-]*)`;
const VERSION = new RegExp(
  String.raw`^(${NUMBER})\.(${NUMBER})\.(${NUMBER})(-${IDENTIFIER}(?:\.${IDENTIFIER})*)?$`,
);

const LONGEST = 256;

/** Whether the text is a semver version in its one canonical spelling: `1.2.0`, `2.0.0-rc.1`; no `v`, no build part. */
export function isVersion(text: string): boolean {
  const [, ...parts] = VERSION.exec(text) ?? [];
  const numbers = parts.slice(0, 3).map(Number);
  return text.length <= LONGEST && numbers.length > 0 && numbers.every(Number.isSafeInteger);
}

/** Orders versions by semver's precedence, lowest first: a prerelease is below its release. */
export function compareVersions(one: string, other: string): number {
  const [release, prerelease] = split(one);
  const [otherRelease, otherPrerelease] = split(other);
  const byRelease = compareLists(release, otherRelease);
  if (byRelease !== 0) return byRelease;
  if (!prerelease || !otherPrerelease) return Number(!prerelease) - Number(!otherPrerelease);
  return compareLists(prerelease, otherPrerelease);
}

/** Orders migrations by their versions, and by their numbers within one: numbers run on within a line only. */
export function compareByVersion(
  one: { readonly version: string; readonly sequence: number },
  other: { readonly version: string; readonly sequence: number },
): number {
  const byVersion = one.version === other.version ? 0 : compareVersions(one.version, other.version);
  return byVersion || one.sequence - other.sequence;
}

/** The minor version after this one, which of a prerelease of a minor version is that version itself. */
export function nextMinor(version: string): string {
  const [[major = '0', minor = '0', patch], prerelease] = split(version);
  const isBefore = prerelease && patch === '0';
  return `${major}.${isBefore ? minor : Number(minor) + 1}.0`;
}

/** The version that a name like `v1.0` is meant as; `undefined` of one that begins with no numbers. */
export function meantVersion(name: string): string | undefined {
  const text = name.replace(/^v/i, '').replace(/\+.*$/, '');
  if (isVersion(text)) return text;
  const [, major, minor, patch = '0'] = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  const meant = [major, minor, patch].map(Number).join('.');
  return isVersion(meant) ? meant : undefined;
}

type Identifiers = readonly string[];

function split(version: string): readonly [release: Identifiers, prerelease?: Identifiers] {
  const at = version.indexOf('-');
  if (at === -1) return [version.split('.')];
  return [version.slice(0, at).split('.'), version.slice(at + 1).split('.')];
}

function compareLists(one: Identifiers, other: Identifiers): number {
  for (const [index, identifier] of one.entries()) {
    const beside = other[index];
    if (beside === undefined) return 1;
    const order = compareIdentifiers(identifier, beside);
    if (order !== 0) return order;
  }
  return one.length - other.length;
}

/** Numbers are below words. They have no leading zeros, so that the longer one is the larger. */
function compareIdentifiers(one: string, other: string): number {
  const [isNumber, isOther] = [/^\d+$/.test(one), /^\d+$/.test(other)];
  if (isNumber !== isOther) return isNumber ? -1 : 1;
  if (isNumber && one.length !== other.length) return one.length - other.length;
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
