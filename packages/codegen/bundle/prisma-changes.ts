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
 * Has a list of Floats be a parameter where one of them has more than 15 digits: written into the
 * query, as a list that a row is created with is, Prisma's compiler rounds 0.30000000000000004 to
 * 0.3. As `{ set: [...] }`, which means the same, it can be one. The place is where a list is taken.
 */
const keepDigitsOfLists: Change = {
  place:
    /(#[\w$]+)\(([\w$]+),([\w$]+),([\w$]+)\)\{(?=if\(([\w$]+)\(\4,([\w$]+)\.ParamScalar\)&&([\w$]+)\(\4\)&([\w$]+)\.Json\)[\s\S]*?this\.(#[\w$]+)\.enumValues\(\4\))/g,
  replacement:
    '$1($2,$3,$4){if($5($4,$6.Object)&&$2.every(x=>typeof x=="number")&&$2.some(x=>Number(x.toPrecision(15))!==x)){' +
    'const to=this.$9.inputNode($4.childNodeId),set=to&&this.$9.inputEdge(to,"set");' +
    'if(set&&$7(set)&$8.Float)return{set:this.$1($2,$3,set)}}',
};

/** Assigned, `__proto__` would set the prototype, and be lost. */
const assign = (object: string, key: string, value: string): string =>
  `${key}==="__proto__"?Object.defineProperty(${object},${key},{value:${value},configurable:true,enumerable:true,writable:true}):${object}[${key}]=${value}`;

/** Has a key `__proto__` of a Json value be a key as any other. The place is where arguments are copied. */
const keepProto: Change = {
  place:
    /([\w$]+)\[([\w$]+)\]=([\w$]+\([\w$]+,[\w$]+\))(?=:[\w$]+\.isPreviewFeatureOn\("strictUndefinedChecks"\)&&)/g,
  replacement: assign('$1', '$2', '$3'),
};

/** The same where a Json value is made of what was copied. */
const keepProtoInJson: Change = {
  place:
    /([\w$]+)\[([\w$]+)\]=([\w$]+\([\w$]+\[\2\],\2\))(?=;return \1\}function [\w$]+\([\w$]+\)\{return [\w$]+===null\?)/g,
  replacement: assign('$1', '$2', '$3'),
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

/**
 * Has an extended client what `createClient` adds to Prisma's: it is there, as it is in the client
 * that was extended. The place is the end of what each extended client has.
 */
const keepAdditions: Change = {
  place:
    /(DynamicClientExtensionThisBuiltin<TypeMap extends [\s\S]*?\$connect\(\): Promise<void>;\s+)/g,
  replacement: `$1    /** What the database last said of this version, where \`createClient\` made the client. */
    $compatibility(): import('../compatibility.js').ClientCompatibility | undefined;
    [Symbol.asyncDispose](): Promise<void>;
`,
};

function changed(text: string, path: string, changes: readonly Change[]): string {
  return changes.reduce((contents, { place, replacement }) => {
    const places = [...contents.matchAll(place)].length;
    if (places !== 1) throw new Error(`${path} has ${places} places like ${place}.`);
    return contents.replace(place, replacement);
  }, text);
}

/** Prisma's run time with what the package has otherwise. Throws where a place is gone. */
export const prismaChanges: Plugin = {
  name: 'prisma-changes',
  setup({ onLoad }) {
    onLoad({ filter: /client[\\/]runtime[\\/]client\.js$/ }, async ({ path }) => {
      const contents = await readFile(path, 'utf8');
      return {
        contents: changed(contents, path, [
          keepLargeNumbers,
          keepDigitsOfLists,
          keepProto,
          keepProtoInJson,
          showParameters,
        ]),
        loader: 'js',
      };
    });
  },
};

/** The declarations of it, likewise. */
export function declarationChanges(text: string, path: string): string {
  return changed(text, path, [keepAdditions]);
}
