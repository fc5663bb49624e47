import { requireNode } from './prerequisites.mjs';

requireNode();
const { guarded, handOver, install } = await import('./workspace.mjs');
await guarded(install);
// From source, because nothing is built yet.
handOver('tooling/test/src/main.ts', process.argv.slice(2), ['--conditions=source']);
