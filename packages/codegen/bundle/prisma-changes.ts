import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** A place in Prisma's run time, which has it once, that the package has otherwise. */
interface Change {
  readonly place: RegExp;
  readonly replacement: string;
}

/**
 * Has a number beyond 64 bits be a Float, which it can only be, though it has no fraction. As
 * a BigInt it is no value of a Float column, and Prisma's compiler writes it with 15 digits:
 * 123456789012345680000 is stored as 123456789012345700000, and `Number.MAX_VALUE` is out of range.
 * The place is where Int and BigInt are told from Float.
 */
const keepLargeNumbers: Change = {
  place: /Number\.isInteger\((\w+)\)(?=\?\w+<=\1&&\1<=\w+\?\{type:"Int"\})/g,
  replacement: '(Number.isInteger($1)&&Math.abs($1)<2**63)',
};

/**
 * Has the engine show how it tells the values of a query from what its plan depends on.
 * A second copy of that would take some 50 ms to load and to read the schema.
 */
const showParameters: Change = {
  place:
    /(this\.#\w+=\w+\.deserialize\(\w+\.parameterizationSchema\b)(?=[\s\S]*\{parameterizedQuery:\w+,placeholderValues:\w+\}=(\w+)\(\w+,(this\.#\w+)\))/g,
  replacement: 'this.parameterize=query=>$2(query,$3),$1',
};

/** Prisma's run time with what the package has otherwise. Throws where a place is gone. */
export const prismaChanges: Plugin = {
  name: 'prisma-changes',
  setup({ onLoad }) {
    onLoad({ filter: /client[\\/]runtime[\\/]client\.js$/ }, async ({ path }) => {
      let contents = await readFile(path, 'utf8');
      for (const { place, replacement } of [keepLargeNumbers, showParameters]) {
        const places = [...contents.matchAll(place)].length;
        if (places !== 1) throw new Error(`${path} has ${places} places like ${place}.`);
        contents = contents.replace(place, replacement);
      }
      return { contents, loader: 'js' };
    });
  },
};
