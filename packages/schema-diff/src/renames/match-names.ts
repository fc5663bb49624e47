import type { SourceLocation } from '@schema-service/schema-model';
import type { RenameFinding } from '../diff-options.ts';
import { statedOldName } from './annotations.ts';
import type { RenamablePart, RenameScope } from './rename-scope.ts';

/** A rename as one scope sees it: names without their owner. */
export interface StatedName {
  readonly from: string;
  readonly to: string;
  readonly location?: SourceLocation;
  /** An annotation stays in the schema after it was released; an answer does not. */
  readonly isAnnotation: boolean;
}

type Match = readonly [previous: RenamablePart, current: RenamablePart];
type ByName = ReadonlyMap<string, RenamablePart>;

/** What declarations say of their old names. */
export function annotatedNames(current: readonly RenamablePart[]): readonly StatedName[] {
  return current.flatMap((part) => {
    const from = statedOldName(part);
    if (from === undefined) return [];
    const { name: to, location } = part;
    return [{ from, to, isAnnotation: true, ...(location === undefined ? {} : { location }) }];
  });
}

interface MatchedNames {
  readonly matches: readonly Match[];
  readonly findings: readonly RenameFinding[];
}

/** What most scopes of two schemas come to, found without looking further. */
const nothing: MatchedNames = { matches: [], findings: [] };

function haveSameNames(
  previous: readonly RenamablePart[],
  current: readonly RenamablePart[],
): boolean {
  return (
    previous.length === current.length &&
    previous.every(
      ({ name, dbName }, at) => name === current[at]?.name && dbName === current[at]?.dbName,
    )
  );
}

/**
 * Matches the declarations of a scope that are under another name: those that are
 * stated to be, and those that the database knows to be the same.
 */
export function matchNames(
  { previous, current, identity }: RenameScope,
  stated: readonly StatedName[],
): MatchedNames {
  if (stated.length === 0 && haveSameNames(previous, current)) return nothing;
  const names: Names = {
    before: new Map(previous.map((part) => [part.name, part])),
    after: new Map(current.map((part) => [part.name, part])),
  };
  const { before, after } = names;
  const news = stated.filter((name) => !isReleased(name, before));
  const { fitting, findings } = fittingNames(news, names);
  const matches = fitting.flatMap(({ from, to }): Match[] => {
    const [was, is] = [before.get(from), after.get(to)];
    return was === undefined || is === undefined ? [] : [[was, is]];
  });
  const renamed = new Set(matches.map(([was]) => was));
  const taken = new Set(matches.map(([, is]) => is));
  const removed = previous.filter((part) => !after.has(part.name) && !renamed.has(part));
  const added = current.filter((part) => !before.has(part.name) && !taken.has(part));
  const byIdentity = new Map(removed.map((part) => [identity(part), part]));
  for (const part of added) {
    const key = identity(part);
    const from = key === undefined ? undefined : byIdentity.get(key);
    if (from !== undefined) matches.push([from, part]);
    byIdentity.delete(key);
  }
  return { matches, findings };
}

/** What declarations are called in both schemas. */
interface Names {
  readonly before: ByName;
  readonly after: ByName;
}

/**
 * An annotation stays in the schema after its release. It is over where the previous schema states
 * the same, or has the new name and no more the old one.
 */
function isReleased({ from, to, isAnnotation }: StatedName, before: ByName): boolean {
  const known = before.get(to);
  return (
    isAnnotation && known !== undefined && (!before.has(from) || statedOldName(known) === from)
  );
}

/** Those that can be renames all at once: a new name is free, or what had it is renamed as well. */
function fittingNames(
  stated: readonly StatedName[],
  names: Names,
): { readonly fitting: readonly StatedName[]; readonly findings: readonly RenameFinding[] } {
  const findings: RenameFinding[] = [];
  let fitting: StatedName[] = [];
  for (const name of stated) {
    if (fitting.some(({ from, to }) => from === name.from && to === name.to)) continue;
    const isClaimed = fitting.some(({ from, to }) => from === name.from || to === name.to);
    if (isClaimed) findings.push(ambiguous(name));
    else fitting.push(name);
  }
  // One that does not fit may be what made room for another.
  for (;;) {
    const mismatches = fitting.flatMap((name) => mismatch(name, names, fitting) ?? []);
    if (mismatches.length === 0) return { fitting, findings };
    findings.push(...mismatches);
    fitting = fitting.filter(
      ({ from, to }) => !mismatches.some((other) => other.from === from && other.to === to),
    );
  }
}

function mismatch(
  name: StatedName,
  { before, after }: Names,
  others: readonly StatedName[],
): RenameFinding | undefined {
  const { from, to } = name;
  if (!before.has(from)) {
    const message = `${to} is said to be renamed from ${from}, which the previous schema has not.`;
    const fix = 'Correct the old name, or take the rename away if it is a new thing.';
    return finding('RENAME_SOURCE_UNKNOWN', name, message, fix);
  }
  if (before.has(to) && !others.some((other) => other.from === to)) {
    const message = `${to} is said to be renamed from ${from}, and the previous schema has another ${to}.`;
    const fix = `Choose a name that nothing had, or say what the other ${to} is called now.`;
    return finding('RENAME_TARGET_KEPT', name, message, fix);
  }
  if (after.has(from) && !others.some((other) => other.to === from)) {
    const message = `${to} is said to be renamed from ${from}, which is still there.`;
    const fix = `Remove ${from}, say what it was called, or take the rename away.`;
    return finding('RENAME_SOURCE_KEPT', name, message, fix);
  }
  return undefined;
}

function ambiguous(name: StatedName): RenameFinding {
  const message = `${name.from} to ${name.to} is one of two renames of the same thing.`;
  return finding('RENAME_AMBIGUOUS', name, message, 'Keep the one that is meant.');
}

const finding = (
  id: RenameFinding['id'],
  { from, to, location }: Pick<StatedName, 'from' | 'to' | 'location'>,
  message: string,
  fix: string,
): RenameFinding => ({
  kind: 'renameFinding',
  id,
  from,
  to,
  message,
  fix,
  ...(location === undefined ? {} : { location }),
});
