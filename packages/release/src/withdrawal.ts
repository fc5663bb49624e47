import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import {
  frozenVersions,
  type JsonReading,
  parseJson,
  versionFolder,
  withdrawnFile,
} from '@schema-service/repository';
import { Type } from 'typebox';
import { decodeText } from './files/read-files.ts';
import { writeAtomically } from './files/write-atomically.ts';
import type { ReleaseFinding } from './inspection/release-finding.ts';
import type { ReleaseFolder } from './inspection/release-folder.ts';
import { refuseInvalidDate } from './refuse-invalid.ts';

/**
 * That nobody new should take a release, as `schema/versions/<version>/withdrawn.json` says it. The release stays frozen,
 * and in the chain: databases and services may be at it. No digest covers the withdrawal, which comes later.
 */
export interface Withdrawal {
  /** The day, `YYYY-MM-DD`. */
  readonly date: string;
  /** For those who use it: what is wrong, and what to take instead. */
  readonly reason: string;
}

const shape = Type.Object(
  { date: Type.String({ format: 'date' }), reason: Type.String({ minLength: 1 }) },
  { additionalProperties: false },
);

const fileOf = (version: string): string => `${versionFolder(version)}/${withdrawnFile}`;

/** The withdrawal of a version, or what is wrong with its file; undefined where there is none. */
export function readWithdrawal({
  version,
  frozen,
}: ReleaseFolder): JsonReading<Withdrawal> | undefined {
  const bytes = frozen.get(fileOf(version));
  return bytes === undefined ? undefined : parseJson(shape, decodeText(bytes));
}

/** A withdrawal that does not read as one. Pure. */
export function* inspectWithdrawal(folder: ReleaseFolder): Generator<ReleaseFinding> {
  const reading = readWithdrawal(folder);
  if (reading?.kind !== 'invalid') return;
  const { version } = folder;
  yield {
    kind: 'releaseFinding',
    id: 'WITHDRAWAL_INVALID',
    version,
    file: fileOf(version),
    message: `It does not say when and why ${version} was withdrawn: ${reading.problem}.`,
    fix: 'Write like {"date": "2026-11-20", "reason": "It loses rows. Take 2.1.1."}, or delete it.',
  };
}

/**
 * Marks a frozen release as withdrawn, and gives the file, relative to the root. Said again, it is written anew.
 *
 * @throws SchemaServiceError RELEASE_NOT_FROZEN, RELEASE_DATE_INVALID
 */
export async function withdrawRelease(
  root: string,
  version: string,
  { date, reason }: Withdrawal,
): Promise<string> {
  refuseInvalidDate(date);
  if (!frozenVersions(root).includes(version)) {
    throw new SchemaServiceError({
      code: 'RELEASE_NOT_FROZEN',
      message: `There is no release ${version}.`,
      why: `The frozen versions are: ${frozenVersions(root).join(', ') || 'none yet'}.`,
      fix: 'Name one of them.',
      meta: { version },
    });
  }
  const file = fileOf(version);
  await writeAtomically(join(root, file), `${JSON.stringify({ date, reason }, null, 2)}\n`);
  return file;
}
