import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

/** The real `psql`: Debian's on the PATH is a wrapper in Perl. `undefined` where there is none. */
export function findPsql(): string | undefined {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort().reverse() : [];
  const folders = [
    ...versions.map((version) => join(root, version, 'bin')),
    ...(process.env.PATH ?? '').split(':'),
  ];
  return folders.map((folder) => join(folder, 'psql')).find((path) => existsSync(path));
}

/** dbmate's Go binary, as its npm package carries it. */
export function findDbmate(): string | undefined {
  const platform = `@dbmate/${process.platform}-${process.arch}`;
  try {
    const launcher = createRequire(require.resolve('dbmate'));
    return launcher.resolve(`${platform}/bin/dbmate`);
  } catch {
    return undefined;
  }
}
