import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { runInNewContext } from 'node:vm';
import { brotliDecompressSync } from 'node:zlib';

/** Beside the bundle, where the build has put it. */
const packed = new URL('./scalar.js.br', import.meta.url);

/** The script of the API reference: from beside the bundle, or from the package where the sources run as they are. */
export function scalarScript(): Buffer {
  if (existsSync(packed)) return brotliDecompressSync(readFileSync(packed));
  return Buffer.from(scalarScriptOf(createRequire(import.meta.url)));
}

/** Scalar's plugin has the script as one string among its sources. Nothing else of it is used. */
export function scalarScriptOf({ resolve }: Pick<NodeJS.Require, 'resolve'>): string {
  const plugin = resolve('@scalar/fastify-api-reference');
  const [, text] = /^var standalone_default = (".*");$/m.exec(readFileSync(plugin, 'utf8')) ?? [];
  if (text === undefined) throw new Error(`${plugin} has no script where it used to be.`);
  return String(runInNewContext(text));
}
