// Runs Prisma's client generator in a thread of its own: half a second of loading it goes on while the
// other thread parses the schema, and no server's event loop stands still for the seconds it works.
import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';

// By `require`, because its ESM build does not load in Node.
const prisma = createRequire(import.meta.url)('@prisma/client-generator-ts');

parentPort.once('message', async ({ documented, dmmf, options }) => {
  try {
    const document = dmmf ? JSON.parse(dmmf) : await prisma.getDMMF({ datamodel: documented });
    await prisma.generateClient({ ...options, dmmf: document });
    parentPort.postMessage({ kind: 'generated' });
  } catch (error) {
    parentPort.postMessage({ kind: 'failed', reason: error.message });
  }
});
