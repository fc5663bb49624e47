import type { SchemaModel } from '@schema-service/schema-model';
import type { RenameSide } from '../change.ts';
import type { Rename, RenameFinding } from '../diff-options.ts';
import { createAnswers } from './answers.ts';
import { applyRenames } from './apply-renames.ts';
import { annotatedNames, matchNames } from './match-names.ts';
import {
  memberScopes,
  type RenamablePart,
  type RenameScope,
  relationScopes,
  topScopes,
} from './rename-scope.ts';
import type { ResolvedRename } from './resolved-rename.ts';
import { turnedJoinTables } from './turned-join-tables.ts';

export interface ResolvedRenames {
  readonly renames: readonly ResolvedRename[];
  /** The previous schema under the current names: what the renames alone make of it. */
  readonly renamed: SchemaModel;
  /** What was stated and does not fit. */
  readonly findings: readonly RenameFinding[];
}

/**
 * The renames between two schemas: those that annotations or answers state, and
 * those of the schema alone, where the same table, column or constraint of the
 * database has another name in it. Nothing is guessed. Members are matched when
 * their owners are, and relation fields when their columns are.
 */
export function resolveRenames(
  previous: SchemaModel,
  current: SchemaModel,
  stated: readonly Rename[] = [],
): ResolvedRenames {
  const answers = createAnswers(stated);
  const renames: ResolvedRename[] = [];
  const findings: RenameFinding[] = [];
  /** Of models, views and enums, which share their names, by the current one. */
  const oldNames = new Map<string | undefined, string>();
  let renamed = previous;
  for (const scopesOf of [topScopes, memberScopes, relationScopes]) {
    const found: ResolvedRename[] = [];
    for (const scope of scopesOf(renamed, current)) {
      const ownerBefore = oldNames.get(scope.owner) ?? scope.owner;
      const names = [...annotatedNames(scope.current), ...answers.within(scope, ownerBefore)];
      const { matches, findings: mismatches } = matchNames(scope, names);
      found.push(...matches.map(([was, is]) => resolved(scope, was, is)));
      findings.push(
        ...mismatches.map((finding) => ({
          ...finding,
          from: pathOf(ownerBefore, finding.from),
          to: pathOf(scope.owner, finding.to),
        })),
      );
    }
    renamed = applyRenames(renamed, found);
    renames.push(...found);
    for (const { owner, previous: was, current: is } of found) {
      if (owner === undefined) oldNames.set(is.name, was.name);
    }
  }
  return {
    renames,
    renamed,
    findings: [...findings, ...answers.unplaced(), ...turnedJoinTables(renamed, current)],
  };
}

const pathOf = (owner: string | undefined, name: string): string =>
  owner === undefined ? name : `${owner}.${name}`;

function resolved(
  { part, owner }: RenameScope,
  was: RenamablePart,
  is: RenamablePart,
): ResolvedRename {
  const { location } = is;
  return {
    part,
    ...(owner === undefined ? {} : { owner }),
    previous: sideOf(was),
    current: sideOf(is),
    ...(location === undefined ? {} : { location }),
  };
}

function sideOf({ kind, name, dbName }: RenamablePart): RenameSide {
  return { name, databaseName: kind === 'relation' ? null : dbName };
}
