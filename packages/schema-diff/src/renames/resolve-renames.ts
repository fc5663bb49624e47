import type { SchemaModel } from '@schema-service/schema-model';
import type { RenameFact, RenameSide } from '../change.ts';
import { declarationOf, subjectPath } from '../change-record.ts';
import { fact } from '../compare/fact.ts';
import type { DiffOptions, Rename, RenameFinding } from '../diff-options.ts';
import { annotatedNames, matchNames, type StatedName } from './match-names.ts';
import {
  memberScopes,
  type RenamablePart,
  type RenameScope,
  relationScopes,
  topScopes,
} from './rename-scope.ts';
import { underCurrentNames } from './under-current-names.ts';

export interface ResolvedRenames {
  /** Those of models, views and enums before those of what is in them. */
  readonly renames: readonly RenameFact[];
  /** The previous schema under the current names, whose database names follow. */
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
  const renames: RenameFact[] = [];
  const findings: RenameFinding[] = [];
  /** Of models, views and enums, which share their names, by the current one. */
  const oldNames = new Map<string | undefined, string>();
  let renamed = previous;
  for (const scopesOf of [topScopes, memberScopes, relationScopes]) {
    for (const scope of scopesOf(renamed, current)) {
      const ownerBefore = oldNames.get(scope.owner) ?? scope.owner;
      const names = [...annotatedNames(scope.current), ...answers.within(scope, ownerBefore)];
      const { matches, findings: mismatches } = matchNames(scope, names);
      renames.push(...matches.map(([was, is]) => renameFact(scope, was, is)));
      findings.push(
        ...mismatches.map((finding) => ({
          ...finding,
          from: memberPath(ownerBefore, finding.from),
          to: memberPath(scope.owner, finding.to),
        })),
      );
    }
    // All at once: a relation field may take the name that a column had.
    renamed = underCurrentNames(previous, renames, { databaseNames: 'follow' });
    for (const { subject, previous: was } of renames) {
      if (declarationOf(subject) === subjectPath(subject)) {
        oldNames.set(subjectPath(subject), was.name);
      }
    }
  }
  return {
    renames,
    renamed,
    findings: [...findings, ...answers.unplaced()],
  };
}

/**
 * The renames that the current schema's annotations or the answers state and that
 * do not fit the two schemas; `diff` leaves them out. An annotation that was
 * released, so that the previous schema has the new name already, is none.
 */
export function renameFindings(
  previous: SchemaModel,
  current: SchemaModel,
  { renames }: Pick<DiffOptions, 'renames'> = {},
): readonly RenameFinding[] {
  return resolveRenames(previous, current, renames).findings;
}

const memberPath = (owner: string | undefined, name: string): string =>
  owner === undefined ? name : `${owner}.${name}`;

const renameFact = (scope: RenameScope, was: RenamablePart, is: RenamablePart): RenameFact =>
  fact(scope.id, scope.subject(is.name), sideOf(was), sideOf(is), is);

function sideOf({ kind, name, dbName }: RenamablePart): RenameSide {
  return { name, databaseName: kind === 'relation' ? null : dbName };
}

/** Hands the answers out to the scopes that they are about, and keeps what is about none. */
interface Answers {
  /** Those that rename a declaration of this scope. `ownerBefore` is its owner's name in the previous schema. */
  readonly within: (scope: RenameScope, ownerBefore: string | undefined) => readonly StatedName[];
  readonly unplaced: () => readonly RenameFinding[];
}

function createAnswers(answers: readonly Rename[]): Answers {
  const waiting = new Set(answers);
  return {
    within: (scope, ownerBefore) => {
      // Most diffs have no answers, and a scope is asked for every model.
      if (waiting.size === 0) return [];
      const names = new Set(scope.current.map(({ name }) => name));
      return [...waiting].flatMap((answer) => {
        const [from, to] = [split(answer.from), split(answer.to)];
        if (to.owner !== scope.owner || from.owner !== ownerBefore || !names.has(to.name))
          return [];
        waiting.delete(answer);
        return [{ from: from.name, to: to.name, isAnnotation: false }];
      });
    },
    unplaced: () =>
      [...waiting].map(({ from, to }) => ({
        kind: 'renameFinding',
        id: 'RENAME_TARGET_UNKNOWN',
        from,
        to,
        message: `There is no ${to} in the current schema, or it belongs to another thing than ${from}.`,
        fix: 'Write both paths as the schemas have them: Model, Model.field, Enum, Enum.VALUE.',
      })),
  };
}

function split(path: string): { readonly owner: string | undefined; readonly name: string } {
  const dot = path.indexOf('.');
  return dot === -1
    ? { owner: undefined, name: path }
    : { owner: path.slice(0, dot), name: path.slice(dot + 1) };
}
