import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packAll, packageNames } from '@schema-service/codegen';
import { diff } from '@schema-service/schema-diff';
import { parseSchema, type SchemaModel } from '@schema-service/schema-model';
import { expect, test } from 'vitest';
import { serviceEdit } from './service-edit.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/changelog');
// What the clients depend on, as the generator has it.
const modules = join(import.meta.dirname, '../../../codegen/node_modules');

const read = (name: string, side: string): SchemaModel => {
  const path = join(fixtures, name, `${side}.prisma`);
  return parseSchema([{ path, content: readFileSync(path, 'utf8') }]);
};

/** Installs the clients of a schema as a service has them, and gives the name of the one for Node. */
async function install(folder: string, scope: string, model: SchemaModel): Promise<string> {
  const names = packageNames({ scope, name: 'db' });
  for (const { format, name, bytes } of await packAll(model, { version: '1.0.0', names })) {
    if (format !== 'npm-tarball') continue;
    const target = join(folder, 'node_modules', name);
    mkdirSync(target, { recursive: true });
    execFileSync('tar', ['-xz', '--strip-components=1', '-C', target], { input: bytes });
  }
  return names.node;
}

/** A service that has each of the lines, and all that they use. */
function service(client: string, model: SchemaModel, lines: readonly string[]): string {
  const enums = model.enums.map(({ name }) => name);
  const fields = model.models.find(({ name }) => name === 'Review')?.fields ?? [];
  // In shorthand: `{ where: { email } }`.
  const values = fields.map(({ name }) => name).filter((name) => name !== 'class');
  const functions = lines.map((line, index) => {
    const code = line.startsWith('case ')
      ? `switch (value as never) { ${line} break; }`
      : line.replace(/^(\w+\.\w+);$/, 'void $1;');
    return `export async function edit${index}() { ${code} }`;
  });
  return [
    `import { createClient, type Prisma${enums.map((name) => `, ${name}`).join('')} } from '${client}';`,
    `import type { Decimal } from '${client.replace('client-node', 'types')}';`,
    'declare const db: ReturnType<typeof createClient>;',
    'declare const value: unknown;',
    ...values.map((name) => `declare const ${name}: any;`),
    ...(fields.length > 0
      ? [
          'declare const review: NonNullable<Awaited<ReturnType<typeof db.review.findFirst>>>;',
          'declare const data: Prisma.ReviewUncheckedCreateInput;',
        ]
      : []),
    ...functions,
  ].join('\n');
}

test('what goes compiles with the old client, and what comes with the new one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'snippets-'));
  try {
    for (const name of ['@prisma/client', '@prisma/adapter-pg', '@types/pg', '@types/node', 'pg']) {
      mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
      symlinkSync(join(modules, name), join(folder, 'node_modules', name));
    }
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    const files: string[] = [];
    for (const name of ['fields', 'keys', 'enums', 'entities']) {
      const schemas = { previous: read(name, 'previous'), current: read(name, 'current') };
      const edits = diff(schemas.previous, schemas.current).flatMap(
        (change) => serviceEdit(change, schemas).typescript ?? [],
      );
      for (const [side, model] of Object.entries(schemas)) {
        const lines = edits.flatMap(({ before, after }) => (side === 'previous' ? before : after));
        const client = await install(folder, `@${name}-${side}`, model);
        files.push(`${name}-${side}.ts`);
        writeFileSync(join(folder, `${name}-${side}.ts`), service(client, model, lines));
      }
    }
    const tsc = join(modules, 'typescript/bin/tsc');
    const flags = [
      '--ignoreConfig',
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--types',
      'node',
    ];
    const output = await new Promise<string>((resolve) => {
      execFile(process.execPath, [tsc, ...flags, ...files], { cwd: folder }, (_error, stdout) =>
        resolve(stdout),
      );
    });
    expect(output).toBe('');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
