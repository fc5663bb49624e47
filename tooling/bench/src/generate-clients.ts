// What is measured: one whole run of our generators, as a process.
// node generate-clients.ts all|light|packed SCHEMA FOLDER
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  codegenTargets,
  generateAll,
  packAll,
  packageNames,
  writePackage,
} from '@schema-service/codegen';
import { parseSchema } from '@schema-service/schema-model';

const [what, schemaFile = '', folder = ''] = process.argv.slice(2);
const model = parseSchema([{ path: schemaFile, content: readFileSync(schemaFile, 'utf8') }]);
const options = { version: '1.0.0', names: packageNames({ scope: '@org', name: 'db' }) };

switch (what) {
  case 'all':
    for (const [name, generated] of Object.entries(await generateAll(model, options))) {
      await writePackage(generated, join(folder, name));
    }
    break;
  case 'light': {
    const start = performance.now();
    const types = await codegenTargets.types.generate(model, options);
    const python = await codegenTargets.python.generate(model, options);
    // The seconds of generation alone, in a process that has done nothing like it before.
    console.log((performance.now() - start) / 1000);
    await writePackage(types, join(folder, 'types'));
    await writePackage(python, join(folder, 'python'));
    break;
  }
  case 'packed':
    mkdirSync(folder, { recursive: true });
    for (const { filename, bytes } of await packAll(model, options)) {
      writeFileSync(join(folder, filename), bytes);
    }
    break;
  default:
    throw new Error(`Unknown: ${what}`);
}
