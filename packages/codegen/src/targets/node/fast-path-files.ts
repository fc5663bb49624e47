import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { GeneratedFile } from '../../generated-package.ts';
import { targetAsset } from '../../target-asset.ts';

/** The modules of the fast path as sources of a package, below `folder`. */
export function fastPathFiles(folder: string): readonly GeneratedFile[] {
  const directory = fileURLToPath(targetAsset('node', 'fast-path/'));
  return readdirSync(directory)
    .filter((path) => /(?<!\.test|\.d)\.ts$/.test(path))
    .map((path) => ({
      path: `${folder}/${path}`,
      content: inPackage(path, readFileSync(`${directory}${path}`, 'utf8')),
    }));
}

/** What it takes from Prisma comes from the run time that the package carries. */
function inPackage(path: string, source: string): string {
  if (path !== 'prisma.ts') return source.replace(/(?<=from '\.[^']*)\.ts(?=')/g, '.js');
  const names = [...source.matchAll(/^export \{ (?:\w+ as )?(\w+) \} from/gm)].map(
    ([, name]) => name,
  );
  return `export { ${names.join(', ')} } from '../runtime/client.js';\n`;
}
