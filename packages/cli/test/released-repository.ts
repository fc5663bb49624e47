import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type TemporaryRepository, temporaryRepository } from './temporary-repository.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** The last release of the example that keeps no older version alive. */
const LATEST = '2.0.0';
const LATER = '3.0.0';

/** The example schema at 2.0.0, with its releases and migrations, in a folder of the test's own. */
export function exampleRepository(): TemporaryRepository {
  const repository = temporaryRepository({});
  for (const folder of ['schema', 'migrations']) {
    cpSync(join(root, folder), join(repository.path, folder), {
      recursive: true,
      filter: (path) => !path.endsWith(LATER),
    });
  }
  for (const [file, text] of workingFiles(repository)) repository.write(file, text);
  for (const file of ['migrations/checksums', 'migrations/clients.jsonl']) {
    const lines = repository.read(file).split('\n');
    repository.write(file, lines.filter((line) => !line.includes(LATER)).join('\n'));
  }
  return repository;
}

/** The working schema as it was released: its declarations in the files in which they are now. */
function workingFiles(repository: TemporaryRepository): ReadonlyMap<string, string> {
  const names = readdirSync(join(repository.path, 'schema')).filter((name) =>
    name.endsWith('.prisma'),
  );
  const now = names.map((name) => ({
    file: `schema/${name}`,
    text: repository.read(`schema/${name}`),
  }));
  const files = new Map(now.map(({ file }) => [file, '']));
  const released = repository.read(`schema/versions/${LATEST}/schema.prisma`);
  for (const declaration of released.split(/\n\n(?=\/\/\/ |(?:model|enum|view) )/)) {
    const [, kind, name] = /^(model|enum|view|datasource) (\w+)/m.exec(declaration) ?? [];
    const declares = new RegExp(`^(?:${kind} ${name} |/// @renamed from: ${name}$)`, 'm');
    const file = now.find(({ text }) => declares.test(text))?.file;
    if (file === undefined) throw new Error(`No file declares ${name}.`);
    files.set(file, [files.get(file), declaration.trimEnd()].filter(Boolean).join('\n\n'));
  }
  return new Map([...files].map(([file, text]) => [file, `${text.trimEnd()}\n`]));
}

/** Puts a repository under git and commits all of it to the branch `main`. */
export function commitAll({ path }: TemporaryRepository, message: string): void {
  const git = (...args: readonly string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], {
      cwd: path,
      stdio: 'pipe',
    });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
}
