import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';

/** A file of the console, as it is served. */
export interface ConsoleFile {
  /** The media type, with a charset where it has one. */
  readonly type: string;
  readonly body: Buffer;
}

/** The built console. */
export interface ConsoleFiles {
  /** The page; undefined where the console is not built. */
  readonly page: () => string | undefined;
  /** By the name below `assets/`, which has a digest of what is inside. */
  readonly asset: (name: string) => ConsoleFile | undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Of files beside the bundle each is packed: `index.html.br`. */
const PACKED = '.br';

/** From beside the bundle, where the build has put it, or from the console's own build where the sources run as they are. */
export function consoleFiles(): ConsoleFiles {
  const folder = consoleFolder();
  const names = new Set(folder && readdirSync(join(folder, 'assets')));
  const read = (path: string): Buffer | undefined => {
    if (folder === undefined) return undefined;
    const packed = join(folder, path + PACKED);
    if (existsSync(packed)) return brotliDecompressSync(readFileSync(packed));
    const plain = join(folder, path);
    return existsSync(plain) ? readFileSync(plain) : undefined;
  };
  return {
    page: () => read('index.html')?.toString(),
    asset: (name) => {
      // What was built, and nothing that a name with `..` in it would lead to.
      if (!names.has(name) && !names.has(name + PACKED)) return undefined;
      const [type, body] = [TYPES[extname(name)], read(join('assets', name))];
      return type === undefined || body === undefined ? undefined : { type, body };
    },
  };
}

function consoleFolder(): string | undefined {
  const beside = fileURLToPath(new URL('./console/', import.meta.url));
  const places = [beside, ...(import.meta.url.endsWith('.ts') ? [builtConsole()] : [])];
  return places.find((place) =>
    ['index.html', `index.html${PACKED}`].some((name) => existsSync(join(place, name))),
  );
}

/** Where the console's build writes. */
export function builtConsole(): string {
  const manifest = createRequire(import.meta.url).resolve('@schema-service/console/package.json');
  return join(dirname(manifest), 'dist');
}
