import { join } from 'node:path';
import { countText } from '@schema-service/command-line';
import { SchemaServiceError } from '@schema-service/errors';
import {
  ACCEPTED_FILE,
  type AcceptedDifference,
  acceptedDifference,
  acceptedText,
  type StructureDifference,
  snapshot,
} from '@schema-service/migrator';
import { createVersion } from '@schema-service/release';
import { migrationsFolder } from '@schema-service/repository';
import { differenceTable } from './difference-table.ts';
import { firstVersion as version, writeFileIn } from './make-schema.ts';

/** What came here, and what its databases have otherwise. */
export interface AdoptedSchema {
  readonly version: string;
  /** What its databases have otherwise than its schema says, and keep. */
  readonly accepted: readonly AcceptedDifference[];
}

export interface SettleOptions {
  readonly differences: readonly StructureDifference[];
  /** What differs because nothing here can make it: that may stay in any case. */
  readonly unwritten?: readonly StructureDifference[];
  /** Whether they may stay. */
  readonly accept: boolean;
  /** Why, for those who review it. */
  readonly reason: string;
  /** What is said where they may not: without a full stop, and what else may be done. */
  readonly refusal: { readonly message: string; readonly fix: string };
}

/**
 * Writes differences down as accepted, where they may stay.
 *
 * @throws SchemaServiceError `ADOPTION_MISMATCH` with all of them, where they may not
 */
export async function settle(
  staging: string,
  { differences, unwritten = [], accept, reason, refusal }: SettleOptions,
): Promise<readonly AcceptedDifference[]> {
  const accepted = differences.map((difference) => acceptedDifference(difference, reason));
  if (accepted.length > 0 && !accept) throw mismatch(accepted, refusal);
  const stays = unwritten.map((difference) => acceptedDifference(difference, reason));
  if (accepted.length + stays.length === 0) return accepted;
  const text = acceptedText([...accepted, ...stays]);
  await writeFileIn(staging, join(migrationsFolder, ACCEPTED_FILE), text);
  return accepted;
}

/** Makes the first release of what was adopted, with the structure of a database that its migrations made. */
export async function freezeAdopted(
  staging: string,
  {
    date,
    connection,
    from,
  }: { readonly date: string; readonly connection: string; readonly from: string },
): Promise<void> {
  await createVersion(staging, {
    date,
    version,
    changelog: `# ${version}\n\nThe schema as it was when it came here from ${from}.\n`,
    recordStructure: async (migrations) => {
      await snapshot({ connection, migrations });
    },
  });
}

function mismatch(
  differences: readonly AcceptedDifference[],
  { message, fix }: SettleOptions['refusal'],
): SchemaServiceError {
  const count = countText(differences.length, 'difference');
  return new SchemaServiceError({
    code: 'ADOPTION_MISMATCH',
    message: `${message}: ${count}.\n\n${differenceTable(differences)}\n`,
    why: 'Drafts and checks go by what databases have, so each has to be known. Order, spelling and names of indexes and keys are none.',
    fix: `If databases may stay so: --accept-differences, which writes them to ${migrationsFolder}/${ACCEPTED_FILE} for review. ${fix}`,
    meta: { differences },
  });
}
