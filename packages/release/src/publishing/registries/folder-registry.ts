import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { sha256 } from '@schema-service/publication';
import { type FolderRegistryConfig, versionsIn } from '@schema-service/repository';
import { readFileIfThere } from '../../files/read-files.ts';
import { writeAtomically } from '../../files/write-atomically.ts';
import { artifactMissing, type ReleaseRegistry } from '../release-registry.ts';

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
  const contentOf = async (filename: string): Promise<Uint8Array | undefined> => {
    for (const version of versionsIn(folder).toReversed()) {
      const content = await readFileIfThere(join(folder, version, filename));
      if (content !== undefined) return content;
    }
    return undefined;
  };
  return {
    name: config.name,
    location: config.path,
    takes: () => true,
    find: async ({ filename }) => {
      const content = await contentOf(filename);
      return content && { sha256: sha256(content) };
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
      const content = await contentOf(filename);
      if (content === undefined) throw artifactMissing(filename, config.path, config.name);
      return content;
    },
    listVersions: async () => versionsIn(folder),
    setTag: ({ version }, tag) => record('tags.json', { [tag]: version }),
    setNotice: async ({ version }, { kind, reason }) => {
      await record('notices.json', { [version]: { [kind]: reason } });
      return { kind: 'done', what: `${kind}: ${reason}` };
    },
  };
}
