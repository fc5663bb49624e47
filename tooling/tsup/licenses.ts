import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** What a build says of itself; esbuild's metafile, as far as it is read here. */
interface Metafile {
  readonly inputs: Readonly<Record<string, unknown>>;
}

/**
 * The packages of others whose code a bundle has, each with its license, which
 * has to go with the code. For a file beside the bundle.
 */
export async function licensesOf({ inputs }: Metafile, cwd: string): Promise<string> {
  const folders = new Set(
    Object.keys(inputs).flatMap((input) => {
      // A plugin's own module has its namespace before the path.
      const path = resolve(cwd, input.replace(/^[\w-]+:/, ''));
      const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? [];
      return folder === undefined ? [] : [folder];
    }),
  );
  const notices = await Promise.all([...folders].map(notice));
  return `${[...new Set(notices)].sort().join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

async function notice(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  ) as Readonly<Record<'name' | 'version' | 'license', string>>;
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice)/i.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return [`${name} ${version} (${license})`, ...texts.map((text) => text.trim())].join('\n\n');
}
