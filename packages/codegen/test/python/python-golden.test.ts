import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { generatePython, HERE, writeFiles } from './generated.ts';

const GOLDEN = join(HERE, 'fixtures/small/golden');

/** `UPDATE_GOLDEN=1 pnpm test` writes the files anew. The run time is in the sources already. */
test('the package of a small schema is the golden one, to the byte', async () => {
  const generated = await generatePython('small');
  const files = generated.files.filter(({ path }) => !path.includes('/_runtime/'));
  if (process.env.UPDATE_GOLDEN) {
    rmSync(GOLDEN, { recursive: true, force: true });
    await writeFiles({ ...generated, files }, GOLDEN);
  }
  const golden = readdirSync(GOLDEN, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(GOLDEN, join(entry.parentPath, entry.name)));
  expect(golden.sort()).toEqual(files.map(({ path }) => path).sort());
  for (const { path, content } of files) {
    expect(content, path).toBe(readFileSync(join(GOLDEN, path), 'utf8'));
  }
});

test('the package exports every error of the run time', () => {
  const errors = readFileSync(join(HERE, '../../src/targets/python/runtime/errors.py'), 'utf8');
  const defined = [...errors.matchAll(/(?<=^class )\w+(?=\()|\b\w+Error(?= = )/gm)].map(
    ([name]) => name,
  );
  const listed = /^__all__ = \[\n([^\]]*)\]/m.exec(errors)?.[1]?.match(/\w+/g);
  expect(listed).toEqual(defined.toSorted());
});
