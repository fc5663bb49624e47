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

/** Whether a number somewhere in a value has more than 15 digits. The run time has it by its text. */
function losesDigits(value: unknown): boolean {
  if (typeof value === 'number') return Number(value.toPrecision(15)) !== value;
  return typeof value === 'object' && value !== null && Object.values(value).some(losesDigits);
}

/**
 * Has a list of Floats or of Json be a parameter where a number in it has more than 15 digits: written
 * into the query, as a list that a row is created with is, Prisma's compiler rounds 0.30000000000000004 to
 * 0.3. As `{ set: [...] }`, which means the same, it can be one; a list of Json then has texts. The place is
 * where a list is taken.
 */
const keepDigitsOfLists: Change = {
  place:
    /(#[\w$]+)\(([\w$]+),([\w$]+),([\w$]+)\)\{(?=if\(([\w$]+)\(\4,([\w$]+)\.ParamScalar\)&&([\w$]+)\(\4\)&([\w$]+)\.Json\)\{let [\w$]+=([\w$]+)\(([\w$]+)\(\2\)\)[\s\S]*?this\.(#[\w$]+)\.enumValues\(\4\))/g,
  replacement:
    '$1($2,$3,$4){if(($5($4,$6.Object)||$7($4)&$8.Json)&&losesDigits($2)){' +
    'if($5($4,$6.Object)){' +
    'const to=this.$11.inputNode($4.childNodeId),set=to&&this.$11.inputEdge(to,"set");' +
    'if(set&&$7(set)&($8.Float|$8.Json))return{set:this.$1($2,$3,set)}}' +
    'if($5($4,$6.ParamListScalar)&&$7($4)&$8.Json)' +
    '$2=$2.map(x=>x?.$type?x:{$type:"Json",value:$9($10(x))})}',
};

/**
 * Has a number with more than 15 digits that is a value of Json written into the query as a text. What is compared
 * with it (`gte`) has to know its type, which a parameter would hide. The place is where texts and numbers are taken.
 */
const keepDigitsOfJson: Change = {
  place:
    /let ([\w$]+)=[\w$]+\(([\w$]+)\);return [\w$]+\(\1,([\w$]+)\)\?\(\3&([\w$]+)\.Json&&\(\2=JSON\.stringify\(\2\)\),this\.#[\w$]+\(\2,\1\)\)/g,
  replacement:
    'if($3&$4.Json&&Number.isFinite($2)&&losesDigits($2))return{$type:"Json",value:JSON.stringify($2)};$&',
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
 * Has a raw query say that the database cannot be reached, or that the connection is no more, by the code that other
 * calls have for it, and not by that of a query that is wrong. The place is where errors of raw queries are made,
 * behind where those of others are.
 */
const tellConnectionErrorsOfRawQueries: Change = {
  place:
    /(function ([\w$]+)\(([\w$]+)\)\{if\(!([\w$]+)\(\3\)\)throw \3;let [\w$]+=([\w$]+)\(\3\)(?:(?!function )[\s\S])*\}function [\w$]+\(([\w$]+)\)\{)(?=throw \4\(\6\)\?)/g,
  replacement: '$1if($4($6)&&/^P(?:10|2037)/.test($5($6)))$2($6);',
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
      const withChanges = changed(contents, path, [
        keepLargeNumbers,
        keepDigitsOfLists,
        keepDigitsOfJson,
        keepProto,
        keepProtoInJson,
        tellConnectionErrorsOfRawQueries,
        showParameters,
      ]);
      return { contents: `${withChanges}\n${losesDigits}`, loader: 'js' };
    });
  },
};

/** The declarations of it, likewise. */
export function declarationChanges(text: string, path: string): string {
  return changed(text, path, [keepAdditions]);
}
