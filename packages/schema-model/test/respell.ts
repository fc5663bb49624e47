import type { SchemaSource } from '../src/index.ts';
import { createDraft } from '../src/prisma/engine/draft.ts';
import { prepareDrafts } from '../src/prisma/engine/prepare-drafts.ts';
import { parseFile } from '../src/prisma/language/parse-file.ts';
import { sourceText } from '../src/prisma/language/source-text.ts';
import type {
  ArgumentSyntax,
  AttributeSyntax,
  Expression,
  SyntaxBlock,
  TypeSyntax,
} from '../src/prisma/language/syntax-tree.ts';
import type { Random } from './random.ts';

const spaces = ['', '', ' ', '  ', '\t', '\u00a0'];
const endings = ['', '', ' ', ' // an aside', ' /// A note.', ' /* a note */'];
const between = ['', '', '\n', '// an aside\n', '/// A note.\n', '\t\n'];
const mainArguments: Readonly<Record<string, string>> = {
  default: 'value',
  id: 'fields',
  index: 'fields',
  map: 'name',
  relation: 'name',
  schema: 'map',
  unique: 'fields',
};
/** Where Prisma takes one item for a list of one. */
const listArguments = new Set(['fields', 'references', 'schemas', 'extensions']);

/** Properties that have an older name, which Prisma still reads. */
const propertyNames: Readonly<Record<string, readonly string[]>> = {
  relationMode: ['relationMode', 'referentialIntegrity'],
};

/** The same schema as someone else would write it: every choice that Prisma's grammar leaves is made at random. */
export function respell(source: SchemaSource, random: Random): SchemaSource {
  const pick = (from: readonly string[]): string => from[random(from.length)] ?? '';
  const space = (): string => pick(spaces);

  const sequence = (open: string, items: readonly string[], close: string): string =>
    open + space() + items.join(`${space()},${space()}`) + space() + close;

  const expression = (value: Expression, name = ''): string => {
    switch (value.kind) {
      case 'string':
        return JSON.stringify(value.value);
      case 'number':
        return value.digits;
      case 'word':
        return listArguments.has(name) && random(5) === 0 ? `[${value.word}]` : value.word;
      case 'call':
        return value.name + space() + args(value.arguments);
      case 'object':
        return sequence(
          '{',
          value.entries.map(([key, entry]) => `${key}${space()}:${space()}${expression(entry)}`),
          '}',
        );
      case 'list': {
        const items = value.items.map((item) => expression(item));
        const isBare = items.length === 1 && listArguments.has(name) && random(2) === 0;
        return isBare ? items.join('') : sequence('[', items, ']');
      }
    }
  };

  const args = (given: readonly ArgumentSyntax[], attribute = ''): string => {
    const main = mainArguments[attribute];
    const spelled = given.map(({ name = main, value }) => {
      const text = expression(value, name);
      const isUnnamed = name === undefined || (name === main && random(2) === 0);
      return isUnnamed ? text : `${name}${space()}:${space()}${text}`;
    });
    // Only attributes take their arguments in any order.
    if (attribute in mainArguments) {
      for (let at = spelled.length - 1; at > 0; at--) {
        const other = random(at + 1);
        [spelled[at], spelled[other]] = [spelled[other] ?? '', spelled[at] ?? ''];
      }
    }
    return sequence('(', spelled, ')');
  };

  const attribute = (at: string, { name, arguments: given }: AttributeSyntax): string => {
    const hasNone = given.length === 0 && random(2) === 0;
    return `${at}${space()}${name}${hasNone ? '' : space() + args(given, name)}`;
  };
  const attributes = (all: readonly AttributeSyntax[]): string =>
    all.map((one) => ` ${space()}${attribute('@', one)}`).join('');
  const type = (of: TypeSyntax): string =>
    of.kind === 'named'
      ? of.name
      : `Unsupported(${space()}${JSON.stringify(of.databaseType)}${space()})`;
  const arity = { required: '', optional: '?', list: '[]' } as const;

  const members = (block: SyntaxBlock): readonly string[] => {
    switch (block.kind) {
      case 'model':
      case 'view':
        return [
          ...block.fields.map(
            (field) =>
              `${field.name} ${type(field.type)}${space()}${arity[field.arity]}${attributes(field.attributes)}`,
          ),
          ...block.attributes.map((one) => attribute('@@', one)),
        ];
      case 'enum':
        return [
          ...block.values.map((value) => value.name + attributes(value.attributes)),
          ...block.attributes.map((one) => attribute('@@', one)),
        ];
      default:
        return [...block.properties].map(
          ([name, value]) =>
            `${pick(propertyNames[name] ?? [name])}${space()}=${space()}${expression(value, name)}`,
        );
    }
  };
  const print = (block: SyntaxBlock): string => {
    const lines = members(block).map((line) => pick(between) + space() + line + pick(endings));
    return `${block.kind} ${block.name}${space()}{\n${lines.join('\n')}\n}\n`;
  };

  const draft = createDraft(sourceText(source));
  prepareDrafts([draft]);
  const text = parseFile(draft.accepted).blocks.map(print).join(pick(between));
  return { path: source.path, content: text.replaceAll('\n', pick(['\n', '\r\n', '\r'])) };
}
