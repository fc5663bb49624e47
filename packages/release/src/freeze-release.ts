import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReleaseMetadata } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import { seal, sha256 } from '@schema-service/publication';
import {
  changelogFile,
  checksumsFile,
  clientsFile,
  metadataFile,
  migrationsFolder,
  previousFile,
  repeatableFolder,
  schemaFile,
  squashEntries,
  squashFiles,
  versionFolder,
} from '@schema-service/repository';
import { type DiffOptions, subjectPath } from '@schema-service/schema-diff';
import { parseSchema, schemaHash } from '@schema-service/schema-model';
import { checksumsText } from './checksums-text.ts';
import { clientsText, recordedVerdicts, verdictsOf } from './client-verdicts.ts';
import { writeAtomically } from './files/write-atomically.ts';
import { changelogText, frozenSchemaText } from './frozen-text.ts';
import { hotfixesOf, newHotfixes } from './hotfix-line.ts';
import { previousText } from './inspection/inspect-previous.ts';
import { readReleaseFolder } from './inspection/release-folder.ts';
import { migrationChecksums } from './migration-checksums.ts';
import { planRelease } from './plan/plan-release.ts';
import { refuseTooSmall } from './plan/refuse-too-small.ts';
import { readEarlierReleases } from './read-earlier-releases.ts';
import { type ReadRelease, releaseLine } from './read-releases.ts';
import { refuseInvalid } from './refuse-invalid.ts';
import { refuseOtherLayout } from './refuse-other-layout.ts';
import {
  readWorkRepeatables,
  releasedRepeatables,
  repeatableChanges,
  repeatablesOf,
} from './repeatables.ts';
import { newSquash } from './squash.ts';

export interface FreezeOptions {
  /** The day of the release, `YYYY-MM-DD`. */
  readonly date: string;
  /** The text of `changelog.md`, where that file is not there yet. */
  readonly changelog?: string;
  /** Of a hotfix of an older line: the later releases whose databases may take it, too. */
  readonly appliesTo?: readonly string[];
  /** Renames and data checks that were answered; those that the schema states itself are known. */
  readonly diff?: DiffOptions;
}

/**
 * Makes a version immutable: freezes the working schema where the version has
 * none yet, copies the scripts that run again and a new squashed one, lists its migrations in `migrations/checksums` and how clients fare in
 * `migrations/clients.jsonl`, and records everything it consists of in `metadata.json`, which is written last. A freeze that was cut off is simply repeated.
 *
 * Throws `RELEASE_VERSION_INVALID`, `RELEASE_DATE_INVALID`,
 * `RELEASE_ALREADY_FROZEN`, `RELEASE_VERSION_NOT_AFTER_LAST`,
 * `RELEASE_PREVIOUS_NOT_FROZEN`, `RELEASE_HISTORY_EDITED`,
 * `RELEASE_CHANGELOG_MISSING`, `RELEASE_MIGRATION_INVALID`, `RELEASE_LAYOUT_INVALID` and
 * `RELEASE_BUMP_TOO_SMALL`; nothing is written then.
 */
export async function freezeRelease(
  root: string,
  version: string,
  { date, changelog, appliesTo = [], diff: diffOptions = {} }: FreezeOptions,
): Promise<ReleaseMetadata> {
  refuseInvalid(version, date);
  const earlier = await readEarlierReleases(root, version);
  const previous = earlier.at(-1);
  const folder = await readReleaseFolder(root, version);
  const schema = await frozenSchemaText(root, folder);
  const notes = changelogText(folder, changelog);
  const migrations = migrationChecksums(folder);
  const scripts = await readWorkRepeatables(root);
  const changed = repeatableChanges(releasedRepeatables(previous), scripts);
  if (migrations.length === 0 && changed[0]) throw unrecorded(version, changed[0].name);
  // Without migrations its databases are those of the release before, and have the scripts of that.
  const repeatables = migrations.length === 0 ? [] : scripts;
  const model = parseSchema([{ path: `${versionFolder(version)}/${schemaFile}`, content: schema }]);
  const plan = planRelease({
    releases: earlier,
    model,
    workMigrations: [],
    requested: 'none',
    version,
    changelog: notes,
    diff: diffOptions,
  });
  refuseTooSmall(plan);
  refuseOtherLayout(folder, earlier.find((one) => one.version === plan.base)?.metadata);
  const includes = plan.base === null ? [] : newHotfixes(earlier, plan.base);
  // Without migrations it has no folder to lie in; the next release brings it.
  const squash =
    migrations.length === 0
      ? undefined
      : await newSquash(root, lineBefore(earlier, plan.base), {
          ...{ version, migrations, appliesTo },
        });
  const metadata = seal({
    formatVersion: 1,
    version,
    previous: plan.base,
    ...(appliesTo.length > 0 ? { appliesTo } : {}),
    ...(includes.length > 0 ? { includes } : {}),
    bump: plan.bump,
    date,
    hash: schemaHash(model),
    files: { [schemaFile]: sha256(schema), [changelogFile]: sha256(notes) },
    migrations,
    ...(repeatables.length > 0
      ? { repeatables: repeatables.map(({ name, digest }) => ({ name, digest })) }
      : {}),
    ...(squash ? { squash: squash.digests } : {}),
    ...(folder.structure ? { structure: sha256(folder.structure) } : {}),
    ...(folder.layout ? { layout: sha256(folder.layout) } : {}),
    changes: plan.changes.map(({ id, subject, severity }) => ({
      id,
      path: subjectPath(subject),
      severity,
    })),
    ...(earlier.length > 0 ? { clients: recordedVerdicts({ version, model }, earlier) } : {}),
    previousDigest: previous?.metadata.digest ?? null,
  });
  const target = join(root, versionFolder(version));
  await mkdir(target, { recursive: true });
  await writeAtomically(join(target, schemaFile), schema);
  await writeAtomically(join(target, changelogFile), notes);
  await rm(join(root, repeatablesOf(version)), { recursive: true, force: true });
  for (const { name, content } of repeatables) {
    await mkdir(join(root, repeatablesOf(version)), { recursive: true });
    await writeAtomically(join(root, repeatablesOf(version), `${name}.sql`), content);
  }
  for (const file of Object.values(squashFiles)) {
    await rm(join(root, migrationsFolder, version, file), { force: true });
  }
  for (const [file, content] of squash ? squashEntries(squash) : []) {
    await writeAtomically(join(root, migrationsFolder, version, file), content);
  }
  const before = earlier.map((release) => release.metadata);
  const previousLine = previousText(metadata, before);
  if (previousLine !== undefined) {
    await writeAtomically(join(root, migrationsFolder, version, previousFile), previousLine);
  }
  const checksums = checksumsText([...before, metadata]);
  if (checksums !== '') await writeAtomically(join(root, checksumsFile), checksums);
  const clients = clientsText(verdictsOf([...earlier, { version, model, metadata }]));
  if (clients !== '') await writeAtomically(join(root, clientsFile), clients);
  await writeAtomically(join(target, metadataFile), `${JSON.stringify(metadata, null, 2)}\n`);
  return metadata;
}

/** The releases that a new one is built on, and the hotfixes that its databases have. */
function lineBefore(earlier: readonly ReadRelease[], base: string | null): readonly ReadRelease[] {
  if (base === null) return [];
  const hotfixes = hotfixesOf(earlier, base);
  return [
    ...releaseLine(earlier, base),
    ...earlier.filter(({ version }) => hotfixes.includes(version)),
  ];
}

function unrecorded(version: string, name: string): SchemaServiceError {
  const path = `${migrationsFolder}/${repeatableFolder}/${name}.sql`;
  return new SchemaServiceError({
    code: 'RELEASE_MIGRATION_INVALID',
    message: `${path} is not what it was, and ${version} has no migration.`,
    why: 'The history of a database says by migrations which version it is at.',
    fix: 'Let the version be made by `schemactl version create`, which writes one.',
    meta: { version, path },
  });
}
