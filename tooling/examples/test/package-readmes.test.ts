import { execFile } from 'node:child_process';
import {
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { snippetsOf } from '../src/snippets.ts';

const root = join(import.meta.dirname, '../../..');
const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));

/** The page's blocks of TypeScript after each other, with what a comment before one says is given. */
function moduleOf(markdown: string): string {
  const isTypeScript = (language: string): boolean => language === 'ts';
  const pieces = markdown.split(/<!-- given\n([\s\S]*?)\n-->/);
  return pieces
    .flatMap((text, index) =>
      index % 2 === 1
        ? [text]
        : snippetsOf(text).flatMap(({ language, code }) => (isTypeScript(language) ? [code] : [])),
    )
    .join('\n');
}

test('what the READMEs of our packages show of them compiles', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'package-readmes-'));
  try {
    const files = globSync('packages/*/README.md', { cwd: root }).flatMap((path) => {
      const content = moduleOf(readFileSync(join(root, path), 'utf8'));
      if (content === '') return [];
      // Where the package is: it finds what the package does, and the package by its name.
      const place = join(folder, dirname(path));
      mkdirSync(place, { recursive: true });
      for (const name of ['node_modules', 'package.json', 'src'])
        symlinkSync(join(root, dirname(path), name), join(place, name));
      writeFileSync(join(place, 'readme.ts'), `${content}\nexport {};\n`);
      return [join(dirname(path), 'readme.ts')];
    });
    expect(files.length).toBeGreaterThan(10);
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: join(root, 'tsconfig.base.json'),
        compilerOptions: {
          isolatedDeclarations: false,
          declaration: false,
          typeRoots: [join(root, 'node_modules/@types')],
        },
        files,
      }),
    );
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const compiled = await promisify(execFile)(
      process.execPath,
      [join(typescript, 'bin/tsc'), '--pretty', 'false'],
      { cwd: folder },
    ).catch(({ stdout, stderr }) => ({ stdout, stderr }));
    expect(`${compiled.stdout}${compiled.stderr}`).toBe('');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
