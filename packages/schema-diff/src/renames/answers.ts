import type { Rename, RenameFinding } from '../diff-options.ts';
import type { StatedName } from './match-names.ts';
import type { RenameScope } from './rename-scope.ts';

/** Hands the answers out to the scopes that they are about, and keeps what is about none. */
export interface Answers {
  /** Those that rename a declaration of this scope. `ownerBefore` is its owner's name in the previous schema. */
  readonly within: (scope: RenameScope, ownerBefore: string | undefined) => readonly StatedName[];
  readonly unplaced: () => readonly RenameFinding[];
}

export function createAnswers(answers: readonly Rename[]): Answers {
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
