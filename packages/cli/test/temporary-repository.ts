import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of the test's own that goes away with it. */
export interface TemporaryRepository extends Disposable {
  readonly path: string;
  write(file: string, content: string): void;
  read(file: string): string;
}

/** A repository with the given files, and a `schema.config.json` unless told otherwise. */
export function temporaryRepository(
  files: Readonly<Record<string, string>>,
  { config = true }: { readonly config?: boolean } = {},
): TemporaryRepository {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'schemactl-')));
  const write = (file: string, content: string): void => {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), content);
  };
  if (config) write('schema.config.json', '{ "scope": "@acme", "name": "db" }\n');
  for (const [file, content] of Object.entries(files)) write(file, content);
  return {
    path,
    write,
    read: (file) => readFileSync(join(path, file), 'utf8'),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}
