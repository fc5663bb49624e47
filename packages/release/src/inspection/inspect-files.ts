import type { ReleaseMetadata } from '@schema-service/catalog';
import { sha256 } from '@schema-service/publication';
import {
  downFile,
  frozenFiles,
  layoutFile,
  metadataFile,
  migrationFolder,
  migrationsFolder,
  squashEntries,
  structureFile,
  upFile,
  versionFolder,
} from '@schema-service/repository';
import { repeatablesOf } from '../repeatables.ts';
import { moveAway, type ReleaseFinding, restore } from './release-finding.ts';
import type { ReleaseFolder } from './release-folder.ts';

const migrationFiles: readonly string[] = [upFile, downFile];

/** The schema and the changelog: there, as recorded, and alone. */
export function* inspectFrozenFiles(
  { version, frozen }: ReleaseFolder,
  metadata: ReleaseMetadata,
): Generator<ReleaseFinding> {
  const folder = versionFolder(version);
  for (const [name, digest] of Object.entries(metadata.files)) {
    yield* inspectFile(
      'FROZEN_FILE',
      version,
      `${folder}/${name}`,
      frozen.get(`${folder}/${name}`),
      digest,
    );
  }
  for (const file of frozen.keys()) {
    if (!frozenFiles.some((name) => file === `${folder}/${name}`)) {
      yield unexpected('FROZEN_FILE', version, file);
    }
  }
}

/**
 * The migrations of the version, its repeatable scripts and the squashed one: those recorded, no other, and each as recorded.
 * The structure that they make may be added to a release that was frozen without.
 */
export function* inspectMigrations(
  { version, migrations, repeatables, squash, structure, layout, strays }: ReleaseFolder,
  metadata: ReleaseMetadata,
): Generator<ReleaseFinding> {
  const onDisk = new Map(migrations.map((migration) => [migration.id, migration.files]));
  for (const { id, up, down } of metadata.migrations) {
    const folder = migrationFolder(version, id);
    const files = onDisk.get(id) ?? new Map<string, Uint8Array>();
    yield* inspectFile('MIGRATION', version, `${folder}/${upFile}`, files.get(upFile), up);
    yield* inspectFile('MIGRATION', version, `${folder}/${downFile}`, files.get(downFile), down);
    for (const name of files.keys()) {
      if (!migrationFiles.some((known) => known === name)) {
        yield unexpected('MIGRATION', version, `${folder}/${name}`);
      }
    }
    onDisk.delete(id);
  }
  for (const id of onDisk.keys())
    yield {
      ...unexpected('MIGRATION', version, migrationFolder(version, id)),
      fix: 'Move it to the next version with `schemactl migration renumber`, or delete it.',
    };
  const scripts = new Map(repeatables);
  for (const { name, digest } of metadata.repeatables ?? []) {
    const file = `${name}.sql`;
    const path = `${repeatablesOf(version)}/${file}`;
    yield* inspectFile('MIGRATION', version, path, scripts.get(file), digest);
    scripts.delete(file);
  }
  for (const file of scripts.keys()) {
    yield unexpected('MIGRATION', version, `${repeatablesOf(version)}/${file}`);
  }
  const digests = new Map(metadata.squash ? squashEntries(metadata.squash) : []);
  for (const [file, bytes] of squashEntries(squash)) {
    const path = `${migrationsFolder}/${version}/${file}`;
    yield* inspectFile('MIGRATION', version, path, bytes, digests.get(file) ?? null);
  }
  for (const file of strays) yield unexpected('MIGRATION', version, file);
  if (metadata.structure !== undefined) {
    const file = `${migrationsFolder}/${version}/${structureFile}`;
    yield* inspectFile('MIGRATION', version, file, structure, metadata.structure);
  }
  const file = `${migrationsFolder}/${version}/${layoutFile}`;
  yield* inspectFile('MIGRATION', version, file, layout, metadata.layout ?? null);
}

function* inspectFile(
  what: 'FROZEN_FILE' | 'MIGRATION',
  version: string,
  file: string,
  bytes: Uint8Array | undefined,
  digest: string | null,
): Generator<ReleaseFinding> {
  if (bytes === undefined && digest === null) return;
  if (digest === null) {
    yield unexpected(what, version, file);
  } else if (bytes === undefined) {
    const message = `It is missing, and release ${version} holds it.`;
    yield {
      kind: 'releaseFinding',
      id: `${what}_MISSING`,
      version,
      file,
      message,
      fix: restore(file),
    };
  } else if (sha256(bytes) !== digest) {
    const message = `It was edited after release ${version}.`;
    yield {
      kind: 'releaseFinding',
      id: `${what}_EDITED`,
      version,
      file,
      message,
      fix: restore(file),
    };
  }
}

function unexpected(
  what: 'FROZEN_FILE' | 'MIGRATION',
  version: string,
  file: string,
): ReleaseFinding {
  const message = `It is not part of release ${version}, as ${versionFolder(version)}/${metadataFile} records it.`;
  return {
    kind: 'releaseFinding',
    id: `${what}_UNEXPECTED`,
    version,
    file,
    message,
    fix: moveAway(file),
  };
}
