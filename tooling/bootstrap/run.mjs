// node run.mjs PROGRAM [ARGS...]: runs a TypeScript program of the workspace, here and now, on this Node.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { requireNode } from './prerequisites.mjs';

requireNode();
const { root } = await import('./options.mjs');
const { typeScriptFlags } = await import('./typescript.mjs');
const { handOver } = await import('./workspace.mjs');
if (!existsSync(join(root, 'node_modules'))) {
  console.error('Nothing is installed yet: npm start or npm test brings what this needs.');
  process.exit(1);
}
const [program, ...args] = process.argv.slice(2);
handOver(
  process.execPath,
  join(root, program),
  args,
  [...typeScriptFlags(), '--conditions=source'],
  {
    cwd: process.cwd(),
  },
);
