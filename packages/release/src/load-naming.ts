import { join } from 'node:path';
import type { PackageNaming } from '@schema-service/codegen';
import { SchemaServiceError } from '@schema-service/errors';
import { Type } from 'typebox';
import { decodeText } from './files/decode-text.ts';
import { parseJson } from './files/parse-json.ts';
import { readFileIfThere } from './files/read-if-there.ts';

const file = 'schema.config.json';

// The names that npm takes, narrowed to those that make a Python module's name, too.
const namingShape = Type.Object(
  {
    scope: Type.String({ pattern: '^@[a-z][a-z0-9-]*$' }),
    name: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
  },
  { additionalProperties: false },
);

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
  const reading = parseJson(namingShape, decodeText(bytes));
  if (reading.kind === 'invalid') throw invalid(reading.problem);
  return reading.value;
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
