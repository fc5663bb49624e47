import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import type { GeneratedPackage } from './generated-package.ts';

/**
 * Writes a package's files to `directory`, which then holds them and nothing
 * else. They are written to a folder beside it that takes its place at the
 * end: whatever fails, `directory` is either as it was or complete.
 *
 * The one module of this package that writes where the caller says.
 *
 * @throws SchemaServiceError `PACKAGE_WRITE_FAILED`
 */
export async function writePackage(source: GeneratedPackage, directory: string): Promise<void> {
  const target = resolve(directory);
  try {
    await mkdir(dirname(target), { recursive: true });
    const next = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
    try {
      await writeFiles(source, join(next, 'new'));
      await replace(target, join(next, 'new'), join(next, 'old'));
    } finally {
      await rm(next, { recursive: true, force: true });
    }
  } catch (cause) {
    throw new SchemaServiceError(
      {
        code: 'PACKAGE_WRITE_FAILED',
        message: `${source.name}@${source.version} cannot be written to ${directory}.`,
        why: cause instanceof Error ? cause.message : String(cause),
        fix: 'Check that the folder above it can be written to and has space.',
        meta: { package: source.name, directory },
      },
      { cause },
    );
  }
}

async function writeFiles(source: GeneratedPackage, directory: string): Promise<void> {
  for (const folder of new Set(source.files.map(({ path }) => dirname(path)))) {
    await mkdir(join(directory, folder), { recursive: true });
  }
  await Promise.all(
    source.files.map(({ path, content }) => writeFile(join(directory, path), content)),
  );
}

/** A folder that is not empty cannot be renamed over: the old one steps aside, and comes back if need be. */
async function replace(target: string, next: string, aside: string): Promise<void> {
  const hadOld = await rename(target, aside).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
  try {
    await rename(next, target);
  } catch (error) {
    if (hadOld) await rename(aside, target);
    throw error;
  }
}
