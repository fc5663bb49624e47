import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import { type FolderRegistryConfig, versionsIn } from '@schema-service/repository';
import { sha256 } from '../../digest.ts';
import { readFileIfThere } from '../../files/read-files.ts';
import { writeAtomically } from '../../files/write-atomically.ts';
import type { ReleaseRegistry } from '../release-registry.ts';

/** A folder with a folder for each version; `tags.json` and `notices.json` say what a registry would. */
export function folderRegistry(config: FolderRegistryConfig, root: string): ReleaseRegistry {
  const folder = resolve(root, config.path);
  const record = async (file: string, entries: Readonly<Record<string, unknown>>) => {
    await mkdir(folder, { recursive: true });
    const before = await readFileIfThere(join(folder, file));
    const known = before === undefined ? {} : JSON.parse(Buffer.from(before).toString());
    const after = { ...known, ...entries };
    await writeAtomically(join(folder, file), `${JSON.stringify(after, null, 2)}\n`);
  };
  // By the release's version: a wheel's own may be spelled otherwise.
  const fileOf = async (filename: string): Promise<string | undefined> => {
    for (const version of versionsIn(folder).toReversed()) {
      const file = join(folder, version, filename);
      if ((await readFileIfThere(file)) !== undefined) return file;
    }
    return undefined;
  };
  return {
    name: config.name,
    location: config.path,
    takes: () => true,
    find: async ({ filename }) => {
      const file = await fileOf(filename);
      return file === undefined ? undefined : { sha256: sha256(await readFile(file)) };
    },
    upload: async ({ release, documents }, missing, onUploaded) => {
      const target = join(folder, release.version);
      await mkdir(target, { recursive: true });
      for (const artifact of missing) {
        await writeAtomically(join(target, artifact.filename), artifact.bytes);
        onUploaded(artifact);
      }
      for (const { filename, content } of documents) {
        await writeAtomically(join(target, filename), content);
      }
    },
    download: async ({ filename }) => {
      const file = await fileOf(filename);
      if (file !== undefined) return readFile(file);
      throw new SchemaServiceError({
        code: 'REGISTRY_ARTIFACT_MISSING',
        message: `${filename} is not in ${config.path}.`,
        fix: `Publish it: schemactl release publish --to ${config.name}`,
      });
    },
    listVersions: async () => versionsIn(folder),
    setTag: ({ version }, tag) => record('tags.json', { [tag]: version }),
    setNotice: async ({ version }, { kind, reason }) => {
      await record('notices.json', { [version]: { [kind]: reason } });
      return { kind: 'done', what: `${kind}: ${reason}` };
    },
  };
}
