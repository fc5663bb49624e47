// Runs Prisma's client generator in a process of its own: no server's event loop stands still for the
// seconds it works, and it gets the flags of V8 that suit a short run. From sources: the build puts one
// file in the place of this one, with all of Prisma's code in it (bundle/bundle-generator.ts).
import { createRequire } from 'node:module';
import { installLightInternals } from './light-internals.mjs';
import { serveGenerator } from './serve-generator.mjs';

// By `require`, because its ESM build does not load in Node.
const require = createRequire(import.meta.url);
const generatorPath = require.resolve('@prisma/client-generator-ts');
installLightInternals(generatorPath);
serveGenerator(require(generatorPath));
