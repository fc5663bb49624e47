import { requireNode } from './prerequisites.mjs';

requireNode();
const { guarded, handOver, installAll, pinnedNode } = await import('./workspace.mjs');
await guarded(installAll);
// From source, because nothing is built yet.
handOver(pinnedNode(), 'tooling/test/src/main.ts', process.argv.slice(2), ['--conditions=source']);
