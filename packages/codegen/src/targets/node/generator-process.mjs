// Runs Prisma's client generator in a process of its own: no server's event loop stands still for the
// seconds it works, and it gets the flags of V8 that suit a short run.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { installLightInternals } from './light-internals.mjs';

// By `require`, because its ESM build does not load in Node.
const require = createRequire(import.meta.url);
const generatorPath = require.resolve('@prisma/client-generator-ts');
installLightInternals(generatorPath);
const prisma = require(generatorPath);

process.once('message', async ({ documented, dmmfFile, options }) => {
  let reply;
  try {
    const document = dmmfFile
      ? JSON.parse(readFileSync(dmmfFile, 'utf8'))
      : await prisma.getDMMF({ datamodel: documented });
    await prisma.generateClient({ ...options, dmmf: document });
    reply = { kind: 'generated' };
  } catch (error) {
    reply = { kind: 'failed', reason: error.message };
  }
  process.send(reply, () => process.exit());
});
