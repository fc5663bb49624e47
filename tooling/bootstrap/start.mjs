import { requireNode } from './prerequisites.mjs';

requireNode();
const { formatProblem, help, readOptions } = await import('./options.mjs');
const { checkStart } = await import('./checks.mjs');
const { guarded, handOver, installForStart } = await import('./workspace.mjs');
const { typeScriptFlags } = await import('./typescript.mjs');

const args = process.argv.slice(2);
try {
  // What can be known without any dependency is said before one is fetched.
  const options = readOptions(args, process.env);
  if (options === undefined) {
    console.log(help);
    process.exit(0);
  }
  await checkStart(options);
} catch (error) {
  console.error(error.code?.startsWith('START_') ? formatProblem(error) : error);
  process.exit(1);
}
await guarded(installForStart);
handOver(process.execPath, 'tooling/start/src/main.ts', args, [
  ...typeScriptFlags(),
  '--conditions=source',
]);
