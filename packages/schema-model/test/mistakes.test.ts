import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isSchemaServiceError } from '@schema-service/errors';
import { describe, expect, test } from 'vitest';
import { loadSchemaSources, parseSchema, type SchemaSource } from '../src/index.ts';

const folder = join(import.meta.dirname, '../fixtures/mistakes');

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe.each(readdirSync(folder))('%s', (name) => {
  test('all mistakes are told at once, each with its place', async () => {
    const sources = (await loadSchemaSources(join(folder, name))).map(
      ({ path, content }): SchemaSource => ({ path: relative(join(folder, name), path), content }),
    );
    const error = thrownBy(() => parseSchema(sources));
    if (!isSchemaServiceError(error)) throw error;
    expect(error.code).toBe('SCHEMA_INVALID');
    await expect(`${error.message}\n`).toMatchFileSnapshot(join(folder, name, 'message.txt'));

    // What the message shows is what meta holds, and the line is that of the file.
    const { mistakes } = error.meta as { mistakes: Record<string, string | number>[] };
    for (const { file, line, column, sourceLine, message } of mistakes) {
      expect(error.message).toContain(`${file}:${line}:${column}: ${message}\n  ${sourceLine}\n`);
      const content = sources.find(({ path }) => path === file)?.content ?? '';
      expect(content.replace(/^\uFEFF/, '').split(/\r?\n/)[Number(line) - 1]).toBe(sourceLine);
    }
  });
});
