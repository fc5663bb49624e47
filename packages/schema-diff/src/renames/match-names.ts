import type { SourceLocation } from '@schema-service/schema-model';
import type { RenameFinding } from '../diff-options.ts';
import { statedOldName } from './annotation.ts';
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
    previous.every(({ name }, at) => name === current[at]?.name)
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
  const before: ByName = new Map(previous.map((part) => [part.name, part]));
  const after: ByName = new Map(current.map((part) => [part.name, part]));
  const removed = new Map(
    previous.flatMap((part) => (after.has(part.name) ? [] : [[part.name, part]])),
  );
  const added = new Map(
    current.flatMap((part) => (before.has(part.name) ? [] : [[part.name, part]])),
  );
  const matches: Match[] = [];
  const findings: RenameFinding[] = [];
  for (const name of stated) {
    const [from, to] = [removed.get(name.from), added.get(name.to)];
    if (from !== undefined && to !== undefined) {
      matches.push([from, to]);
      removed.delete(name.from);
      added.delete(name.to);
    } else if (!isDone(name, before, matches)) {
      findings.push(misfit(name, before, after));
    }
  }
  if (removed.size === 0 || added.size === 0) return { matches, findings };
  const byIdentity = new Map([...removed.values()].map((part) => [identity(part), part]));
  for (const part of added.values()) {
    const key = identity(part);
    const from = key === undefined ? undefined : byIdentity.get(key);
    if (from !== undefined) matches.push([from, part]);
    byIdentity.delete(key);
  }
  return { matches, findings };
}

/** Released before this change, or stated twice. */
function isDone(
  { from, to, isAnnotation }: StatedName,
  before: ByName,
  matches: readonly Match[],
): boolean {
  return (
    (isAnnotation && before.has(to)) ||
    matches.some(([was, is]) => was.name === from && is.name === to)
  );
}

function misfit({ from, to, location }: StatedName, before: ByName, after: ByName): RenameFinding {
  const finding = (id: RenameFinding['id'], message: string, fix: string): RenameFinding => ({
    kind: 'renameFinding',
    id,
    from,
    to,
    message,
    fix,
    ...(location === undefined ? {} : { location }),
  });
  if (before.has(to)) {
    const message = `${to} is no new name: the previous schema has it, too.`;
    return finding('RENAME_TARGET_UNKNOWN', message, 'Name what is new in the schema.');
  }
  if (!before.has(from)) {
    const message = `${to} is said to be renamed from ${from}, and the previous schema has neither.`;
    const fix = 'Correct the old name, or take the rename away if it is a new thing.';
    return finding('RENAME_SOURCE_UNKNOWN', message, fix);
  }
  if (after.has(from)) {
    const message = `${to} is said to be renamed from ${from}, which is still there.`;
    return finding('RENAME_SOURCE_KEPT', message, `Remove ${from}, or take the rename away.`);
  }
  const message = `${from} to ${to} is one of two renames of the same thing.`;
  return finding('RENAME_AMBIGUOUS', message, 'Keep the one that is meant.');
}
