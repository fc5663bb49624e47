import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { printSchema } from '@schema-service/schema-model';
import { expect, test, vi } from 'vitest';
import { documentedEnums } from '../src/targets/node/documented-enums.ts';
import { nodeTarget } from '../src/targets/node/node-target.ts';
import { asOwnModule, generatorOptions } from '../src/targets/node/prisma-client-files.ts';
import { fixtureModel, options } from './fixture.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** What the generator writes where the whole of `@prisma/internals` is loaded, and V8 has its usual flags. */
async function generateWithAllOfPrisma(fixture: string, outputDir: string): Promise<void> {
  const prisma: typeof import('@prisma/client-generator-ts') = createRequire(import.meta.url)(
    '@prisma/client-generator-ts',
  );
  const model = fixtureModel(fixture);
  const dmmf = await prisma.getDMMF({ datamodel: printSchema(model, { documentation: true }) });
  const plain = printSchema(model, { documentation: false });
  await prisma.generateClient({ ...generatorOptions(plain, outputDir), dmmf });
}

test.each(['small', 'everything'])(
  'the client of %s is, to the byte, the one that all of Prisma generates',
  async (fixture) => {
    const folder = temporaryFolder();
    await generateWithAllOfPrisma(fixture, folder);
    const { files } = await nodeTarget.generate(fixtureModel(fixture), options);
    const generated = files.filter(({ path }) => path.startsWith('src/prisma/'));
    expect(generated.length).toBeGreaterThan(8);
    for (const { path, content } of generated) {
      const place = path.slice('src/prisma/'.length);
      const own = asOwnModule(readFileSync(join(folder, place), 'utf8'), place);
      // What is changed on purpose is the run time that it comes from, and that enums are documented.
      const { enums } = fixtureModel(fixture);
      expect(content, path).toBe(place === 'enums.ts' ? documentedEnums(own, enums) : own);
    }
  },
);

test('a process that cannot start says why', async () => {
  vi.stubEnv('NODE_OPTIONS', '--require=/there/is/no/such/module.cjs');
  try {
    await expect(nodeTarget.generate(fixtureModel('small'), options)).rejects.toMatchObject({
      code: 'NODE_GENERATOR_ENDED',
      message: "Prisma's generator ended (exit code 1) before it answered.",
      why: expect.stringContaining("Cannot find module '/there/is/no/such/module.cjs'"),
    });
  } finally {
    vi.unstubAllEnvs();
  }
});
