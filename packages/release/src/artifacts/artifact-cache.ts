import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Artifact } from '@schema-service/codegen';
import { sha256 } from '@schema-service/publication';
import { parseJson } from '@schema-service/repository';
import { Type } from 'typebox';
import { decodeText, readFileIfThere } from '../files/read-files.ts';

const indexFile = 'index.json';

const indexShape = Type.Object({
  key: Type.String(),
  artifacts: Type.Array(
    Type.Object({
      kind: Type.Literal('artifact'),
      language: Type.Optional(Type.Enum(['node', 'typescript', 'python'])),
      ecosystem: Type.Enum(['npm', 'pypi']),
      format: Type.Enum(['npm-tarball', 'wheel', 'sdist']),
      name: Type.String(),
      version: Type.String(),
      // A plain name: the index must not lead out of its folder.
      filename: Type.String({ pattern: '^\\w[\\w.+-]*$' }),
      sha256: Type.String(),
      integrity: Type.String(),
      manifest: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
      coreMetadata: Type.Optional(Type.String()),
    }),
  ),
});

/**
 * The artifacts in `<directory>/<version>/` if they were made for this key and
 * every one still has its digest; otherwise undefined, and they are to be made.
 */
export async function readCachedArtifacts(
  directory: string,
  version: string,
  key: string,
): Promise<readonly Artifact[] | undefined> {
  const folder = join(directory, version);
  const reading = parseJson(indexShape, decodeText(await readFileIfThere(join(folder, indexFile))));
  if (reading.kind === 'invalid' || reading.value.key !== key) return undefined;
  const artifacts: Artifact[] = [];
  for (const entry of reading.value.artifacts) {
    const bytes = await readFileIfThere(join(folder, entry.filename));
    if (bytes === undefined || sha256(bytes) !== entry.sha256) return undefined;
    artifacts.push({ ...entry, bytes });
  }
  return artifacts;
}

/** Replaces `<directory>/<version>/`: written beside it, then moved into its place. */
export async function writeCachedArtifacts(
  directory: string,
  version: string,
  key: string,
  artifacts: readonly Artifact[],
): Promise<void> {
  const temporary = join(directory, `.${version}.${randomBytes(6).toString('hex')}`);
  try {
    await mkdir(temporary, { recursive: true });
    for (const { filename, bytes } of artifacts) await writeFile(join(temporary, filename), bytes);
    const index = { key, artifacts: artifacts.map(({ bytes: _, ...entry }) => entry) };
    await writeFile(join(temporary, indexFile), `${JSON.stringify(index, null, 2)}\n`);
    await moveIntoPlace(temporary, join(directory, version));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/**
 * A folder cannot be renamed onto a full one, so the old one is moved aside
 * first. Whoever loses the race to another process leaves that one's folder:
 * it has the same key, or the next reader makes it again.
 */
async function moveIntoPlace(temporary: string, folder: string): Promise<void> {
  const old = `${temporary}.old`;
  await unless(['ENOENT'], rename(folder, old));
  await unless(['ENOTEMPTY', 'EEXIST', 'EPERM'], rename(temporary, folder));
  await rm(old, { recursive: true, force: true });
}

async function unless(codes: readonly string[], work: Promise<void>): Promise<void> {
  await work.catch((error: NodeJS.ErrnoException) => {
    if (!codes.includes(error.code ?? '')) throw error;
  });
}
