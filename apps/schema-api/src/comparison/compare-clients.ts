import type { ClientDiff } from '@schema-service/api-contract';
import type { BlobStore, ReleaseCatalog } from '@schema-service/catalog';
import { artifactOffer } from '../releases/artifact-offer.ts';
import { findClient } from '../releases/client-artifacts.ts';

type Language = ClientDiff['language'];

/**
 * What differs of what the published clients of two versions declare, file by file. Throws
 * `VERSION_NOT_FOUND`, `LANGUAGE_NOT_FOUND`, `ARCHIVE_UNREADABLE`.
 */
export async function compareClients(
  stores: { readonly catalog: ReleaseCatalog; readonly blobs: BlobStore },
  from: string,
  to: string,
  language: Language,
): Promise<ClientDiff> {
  const [before, after] = [
    await declarationsOf(stores, from, language),
    await declarationsOf(stores, to, language),
  ];
  const paths = [...new Set([...before.files.keys(), ...after.files.keys()])].sort();
  return {
    ...{ from, to, language, package: after.name },
    files: paths.flatMap((path) => {
      const texts = {
        before: before.files.get(path) ?? null,
        after: after.files.get(path) ?? null,
      };
      return texts.before === texts.after ? [] : [{ path, ...texts }];
    }),
  };
}

interface Declarations {
  /** Of the package. */
  readonly name: string;
  readonly files: ReadonlyMap<string, string>;
}

async function declarationsOf(
  { catalog, blobs }: { readonly catalog: ReleaseCatalog; readonly blobs: BlobStore },
  version: string,
  language: Language,
): Promise<Declarations> {
  const { artifact } = await findClient(catalog, version, language);
  const { body } = await artifactOffer(artifact, blobs).make();
  const { packageLimits, readTarGz, readZip } = await import('@schema-service/publication');
  const read = artifact.format === 'wheel' ? readZip : readTarGz;
  const entries = await read(artifact.filename, Buffer.from(body), packageLimits);
  // The folder of a package is called `package` in one ecosystem, and after its module in the other.
  const inside = new Map(
    entries.map(({ path, bytes }) => [path.slice(path.indexOf('/') + 1), bytes]),
  );
  const declaring = language === 'python' ? isPythonFace : isTypeScriptFace;
  const chosen = [...inside].filter(([path]) => declaring(path, inside));
  return {
    name: artifact.name,
    files: new Map(chosen.map(([path, bytes]) => [path, bytes.toString()])),
  };
}

/** Those for `import` say the same in files of their own. */
const isTypeScriptFace = (path: string): boolean => path.endsWith('.d.ts');

/** A module's stub, or the module where it has none; nothing that begins with an underscore. */
function isPythonFace(path: string, files: ReadonlyMap<string, unknown>): boolean {
  if (path.includes('/') || path.startsWith('_')) return false;
  return path.endsWith('.pyi') || (path.endsWith('.py') && !files.has(`${path}i`));
}
