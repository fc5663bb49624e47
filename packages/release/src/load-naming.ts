import { join } from 'node:path';
import type { PackageNaming } from '@schema-service/codegen';
import { SchemaServiceError } from '@schema-service/errors';
import * as z from 'zod';
import { decodeText } from './files/decode-text.ts';
import { readFileIfThere } from './files/read-if-there.ts';

const file = 'schema.config.json';

// The names that npm takes, narrowed to those that make a Python module's name, too.
const naming: z.ZodType<PackageNaming> = z.strictObject({
  scope: z.string().regex(/^@[a-z][a-z0-9-]*$/, 'expected an npm scope like @org'),
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'expected a name like db: lower-case letters, digits and -'),
});

/** The organisation's names from `schema.config.json`. Throws `CONFIG_MISSING` or `CONFIG_INVALID`. */
export async function loadNaming(root: string): Promise<PackageNaming> {
  const bytes = await readFileIfThere(join(root, file));
  if (bytes === undefined) {
    throw new SchemaServiceError({
      code: 'CONFIG_MISSING',
      message: `There is no ${file} in ${root}.`,
      why: 'It names the packages that are generated.',
      fix: `Write it: { "scope": "@org", "name": "db" }`,
      meta: { file },
    });
  }
  const result = naming.safeParse(parseJson(decodeText(bytes)));
  if (result.success) return result.data;
  throw invalid(z.prettifyError(result.error));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid(`It is not JSON: ${(error as SyntaxError).message}`);
  }
}

function invalid(problem: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'CONFIG_INVALID',
    message: `${file} is not valid.\n${problem}`,
    why: 'It names the packages that are generated.',
    fix: 'Correct it: { "scope": "@org", "name": "db" }',
    meta: { file },
  });
}
