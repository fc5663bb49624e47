#!/usr/bin/env node
import * as nodeModule from 'node:module';
import { setFlagsFromString } from 'node:v8';

// What is loaded is kept compiled: a third less to do at the next start. Node 20 has no such cache.
nodeModule.enableCompileCache?.();

// Prisma's engines and PostgreSQL's parser are WebAssembly. A command is over before optimized code of them pays.
setFlagsFromString('--liftoff-only');

// A reader that has seen enough (`schemactl diff | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

// Loaded after that, and not before it.
const { run } = await import('./run.ts');
process.exitCode = await run(process.argv.slice(2));
