import { Parser } from 'tar';
import type { Artifact, GeneratedFile, GeneratedPackage } from '../../generated-package.ts';
import { sortFiles } from '../../npm-package.ts';

/** The package that `packNpm` made a tarball of. */
export async function unpackNpm({
  ecosystem,
  name,
  version,
  bytes,
}: Artifact): Promise<GeneratedPackage> {
  const files: GeneratedFile[] = [];
  const parser = new Parser({
    onReadEntry: (entry) => {
      const chunks: Buffer[] = [];
      entry.on('data', (chunk) => chunks.push(chunk));
      entry.on('end', () => {
        files.push({ path: entry.path.replace(/^package\//, ''), content: Buffer.concat(chunks) });
      });
    },
  });
  await new Promise<void>((resolve, reject) => {
    parser.on('end', () => resolve());
    parser.on('error', reject);
    parser.end(Buffer.from(bytes));
  });
  return { kind: 'generatedPackage', ecosystem, name, version, files: sortFiles(files) };
}
