import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import type { GeneratedFile, GeneratedPackage } from '../generated-package.ts';
import { sortFiles } from '../npm-package.ts';
import { provideImportedPackages } from './imported-packages.ts';
import { runTypeScript } from './run-type-script.ts';

/**
 * Options of our own, whatever project the client will be used in. Nothing
 * here names a folder outside the package, so no path of this machine gets
 * into the source maps.
 */
const tsconfig = {
  compilerOptions: {
    target: 'es2022',
    // Prisma's loader of its query compiler names `WebAssembly`, which is declared with the DOM.
    lib: ['es2023', 'dom'],
    module: 'nodenext',
    types: ['node'],
    strict: true,
    // That compiler comes without declarations.
    noImplicitAny: false,
    skipLibCheck: true,
    declaration: true,
    newLine: 'lf',
    rootDir: 'src',
    outDir: 'dist',
  },
  include: ['src'],
};

/** Of the compiler's diagnostics in an error. */
const SHOWN = 5;

/**
 * Puts `dist/` in the place of the TypeScript sources of a package: JavaScript
 * modules and declarations, and what among the sources is neither of ours to compile.
 *
 * Runs TypeScript's compiler in a temporary folder that is gone afterwards.
 *
 * @throws SchemaServiceError `CLIENT_COMPILE_FAILED` with the first diagnostics
 */
export async function compilePackage(source: GeneratedPackage): Promise<GeneratedPackage> {
  const temporary = await mkdtemp(join(tmpdir(), 'compile-'));
  const directory = join(temporary, 'package');
  try {
    await layOut(source, directory);
    await provideImportedPackages(directory, join(temporary, 'imported'));
    const result = await runTypeScript(directory);
    if (result.exitCode !== 0) throw compileFailed(source, result.output);
    const built = await readOutput(directory);
    return { ...source, files: sortFiles([...source.files.flatMap(published), ...built]) };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** The file as it is published; sources are not. */
function published(file: GeneratedFile): readonly GeneratedFile[] {
  const { path } = file;
  if (!path.startsWith('src/')) return [file];
  const isSource = /\.m?ts$/.test(path) && !/\.d\.ts$/.test(path);
  return isSource ? [] : [{ ...file, path: path.replace(/^src/, 'dist') }];
}

async function layOut(source: GeneratedPackage, directory: string): Promise<void> {
  for (const folder of new Set(source.files.map(({ path }) => dirname(path)))) {
    await mkdir(join(directory, folder), { recursive: true });
  }
  await Promise.all([
    ...source.files.map(({ path, content }) => writeFile(join(directory, path), content)),
    writeFile(join(directory, 'tsconfig.json'), JSON.stringify(tsconfig)),
  ]);
}

async function readOutput(directory: string): Promise<readonly GeneratedFile[]> {
  const entries = await readdir(join(directory, 'dist'), { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }): Promise<GeneratedFile> => {
        const file = join(parentPath, name);
        const path = file.slice(directory.length + 1).replaceAll('\\', '/');
        return { path, content: await readFile(file, 'utf8') };
      }),
  );
}

/** The compiler's first diagnostics as one expected failure. */
function compileFailed(source: GeneratedPackage, output: string): SchemaServiceError {
  const lines = output.split('\n').filter((line) => /: error TS\d+:|^error TS\d+:/.test(line));
  const first = lines.slice(0, SHOWN);
  const rest = lines.length - first.length;
  return new SchemaServiceError({
    code: 'CLIENT_COMPILE_FAILED',
    message: [
      `The generated package ${source.name}@${source.version} does not compile:`,
      ...(first.length > 0 ? first : [output.trim()]),
      ...(rest > 0 ? [`... and ${rest} more`] : []),
    ].join('\n'),
    why: 'A name in the schema cannot stand in TypeScript, or the code generator has a bug.',
    fix: "Rename what the first line names, keeping the database's name with @map or @@map.",
    meta: { package: source.name, version: source.version, diagnostics: first },
  });
}
