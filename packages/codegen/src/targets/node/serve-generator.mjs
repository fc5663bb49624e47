import { readFileSync } from 'node:fs';

/** Generates what the parent process asks for, answers, and ends. */
export function serveGenerator(prisma) {
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
}
