import { requireNode } from './prerequisites.mjs';

requireNode();
const { guarded, handOver, install, pnpm } = await import('./workspace.mjs');
const { step } = await import('./steps.mjs');
await guarded(async () => {
  await install();
  await step('build', () =>
    pnpm(['exec', 'turbo', 'run', 'build', '--output-logs=errors-only'], 'build'),
  );
});
handOver('tooling/start/src/main.ts', process.argv.slice(2));
