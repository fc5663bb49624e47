import { SchemaServiceError } from '@schema-service/errors';
import {
  type LikelyRename,
  likelyRenames,
  type Rename,
  type RenameFinding,
  renameFindings,
} from '@schema-service/schema-diff';
import type { SchemaModel } from '@schema-service/schema-model';
import type { CommandContext } from '../command-context.ts';
import { canAsk, confirm } from '../output/ask.ts';

export interface RenameAnswers {
  /** Renames that the command line states. */
  readonly renames: readonly Rename[];
  /** Whether the command line says that there are no others. */
  readonly noOthers: boolean;
}

/**
 * Finds out which removals and additions are renames: those that were stated,
 * and those that the person says yes to. Data is at stake, so that nothing is
 * assumed where nobody is there to ask.
 *
 * @throws SchemaServiceError `RENAME_UNKNOWN`: one that was stated does not fit; `RENAME_UNCLEAR`
 */
export async function settleRenames(
  context: CommandContext,
  [previous, current]: readonly [SchemaModel, SchemaModel],
  { renames, noOthers }: RenameAnswers,
): Promise<readonly Rename[]> {
  const [mismatch] = renameFindings(previous, current, { renames });
  if (mismatch !== undefined) throw renameUnknown(mismatch);
  if (noOthers) return renames;
  const settled = [...renames];
  const refused = new Set<string>();
  const next = (): LikelyRename | undefined =>
    likelyRenames(previous, current, { renames: settled }).find(
      ({ from, to }) => !refused.has(`${from}=${to}`),
    );
  for (let likely = next(); likely !== undefined; likely = next()) {
    if (!canAsk(context.output)) throw unclear(likely);
    const { from, to, why } = likely;
    const isRename = await confirm(`Is ${to} a rename of ${from}, so that its data stays? ${why}`);
    if (isRename) settled.push({ from, to });
    else refused.add(`${from}=${to}`);
  }
  return settled;
}

/** A rename that was stated and does not fit. */
export function renameUnknown({ id, message, fix, from, to }: RenameFinding): SchemaServiceError {
  return new SchemaServiceError({
    code: 'RENAME_UNKNOWN',
    message,
    fix,
    meta: { reason: id, from, to },
  });
}

function unclear({ from, to, why }: LikelyRename): SchemaServiceError {
  return new SchemaServiceError({
    code: 'RENAME_UNCLEAR',
    message: `${from} is gone and ${to} is new: that may be a rename.`,
    why: `${why} As a removal and an addition it would lose its data.`,
    fix: `Say which: --rename ${from}=${to}, or --no-renames.`,
    meta: { from, to },
  });
}
