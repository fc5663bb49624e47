import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** The modules in which Prisma says of what type a value is, as a parameter. */
const MODULES =
  /client[\\/]runtime[\\/]client\.m?js$|client-engine-runtime[\\/]dist[\\/]index\.m?js$/;

/** Where it tells Int and BigInt from Float, minified or not. */
const IS_INTEGER =
  /Number\.isInteger\((\w+)\)(?=\?\w+<=\1&&\1<=\w+\?\{type:"Int"\}|\) \{\s*return \{ type: "Float" \})/g;

/**
 * Has a number beyond 64 bits be a Float, which it can only be, though it has no fraction. As
 * a BigInt it is no value of a Float column, and Prisma's compiler writes it with 15 digits:
 * 123456789012345680000 is stored as 123456789012345700000, and `Number.MAX_VALUE` is out of range.
 */
export const keepLargeNumbers: Plugin = {
  name: 'keep-large-numbers',
  setup({ onLoad }) {
    onLoad({ filter: MODULES }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const places = [...source.matchAll(IS_INTEGER)].length;
      if (places !== 1) throw new Error(`${path} has ${places} places that tell Int from Float.`);
      const contents = source.replace(IS_INTEGER, '(Number.isInteger($1)&&Math.abs($1)<2**63)');
      return { contents, loader: 'js' };
    });
  },
};
