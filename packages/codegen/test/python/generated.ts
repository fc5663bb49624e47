import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseSchema } from '@schema-service/schema-model';
import { packageNames } from '../../src/codegen-targets.ts';
import type { GeneratedPackage } from '../../src/generated-package.ts';
import { pythonTarget } from '../../src/targets/python/python-target.ts';

export const HERE: string = import.meta.dirname;

/** A Python with psycopg, mypy, pytest, ruff and uv. Suites that need one are skipped without it. */
export const PYTHON: string | undefined = process.env.TEST_PYTHON;

const names = packageNames({ scope: '@org', name: 'db' });

/** The Python client of `fixtures/<name>/schema.prisma`. */
export function generatePython(fixture: string, version = '2.0.0'): Promise<GeneratedPackage> {
  const content = readFileSync(join(HERE, 'fixtures', fixture, 'schema.prisma'), 'utf8');
  const model = parseSchema([{ path: 'schema.prisma', content }]);
  return pythonTarget.generate(model, { version, names });
}

export async function writeFiles(generated: GeneratedPackage, directory: string): Promise<void> {
  for (const { path, content } of generated.files) {
    const file = join(directory, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}
