import { requireNode } from './prerequisites.mjs';

requireNode();
const { guarded, handOver, install } = await import('./workspace.mjs');
await guarded(install);
handOver('tooling/test/src/main.ts', process.argv.slice(2));
