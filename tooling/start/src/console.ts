import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from '@schema-service/bootstrap/options';
import { run, step } from '@schema-service/bootstrap/steps';
import { typeScriptFlags } from '@schema-service/bootstrap/typescript';
import { oncePer } from './stamp.ts';

const folder = join(root, 'apps', 'console');

/** What the console's page is made of: its own sources, and the endpoints of the API. */
const sources = [
  join(folder, 'src'),
  join(folder, 'index.html'),
  join(folder, 'package.json'),
  join(folder, 'vite.config.ts'),
  join(root, 'packages', 'api-contract', 'src'),
];

/** Makes the console's page, which the API serves, unless it is there as it would be made. */
export async function buildConsole(dataDirectory: string): Promise<void> {
  await step('build the console', async (note) => {
    // Each build empties the folder.
    const stamp = join(folder, 'dist', '.built-from');
    const isNew = await oncePer(stamp, [digestOf(sources)], () =>
      run(
        process.execPath,
        [
          ...typeScriptFlags(),
          '--conditions=source',
          join(folder, 'node_modules', 'vite', 'bin', 'vite.js'),
          ...['build', '--configLoader', 'native'],
        ],
        { cwd: folder, logFile: join(dataDirectory, 'logs', 'console.log') },
      ),
    );
    if (!isNew) note('as it was');
  });
}

function digestOf(paths: readonly string[]): string {
  const digest = createHash('sha256');
  for (const path of paths) {
    const inside = path.endsWith('src')
      ? readdirSync(path, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map(({ parentPath, name }) => join(parentPath, name))
          .sort()
      : [path];
    for (const file of inside) digest.update(relative(root, file)).update(readFileSync(file));
  }
  return digest.digest('hex');
}
