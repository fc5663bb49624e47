import { OPENING, skipToken, WORD } from './tokens.ts';

/** What stands between brackets is a node of its own. */
type Node = string | Group;

interface Group {
  readonly open: '(' | '[';
  readonly nodes: readonly Node[];
}

/**
 * Whether two texts that PostgreSQL printed say the same. What it prints of an
 * expression is not what it prints once that was dumped and restored: the casts
 * of an array's elements are one cast of the array at first, and chains of AND
 * and OR are nested as they were written. Space counts in strings and quoted
 * names alone. Pure.
 */
export function isSameExpression(one: string, other: string): boolean {
  return one === other || canonicalTokens(one).join(' ') === canonicalTokens(other).join(' ');
}

/**
 * The same of a query that a server before PostgreSQL 16 printed and one of a
 * later server, which leaves out the table's name before a column where there is
 * one table only.
 */
export function isSameUnqualified(qualified: string, plain: string): boolean {
  const [longer, shorter] = [canonicalTokens(qualified), canonicalTokens(plain)];
  let at = 0;
  for (const token of shorter) {
    if (longer[at] !== token && longer[at + 1] === '.') at += 2;
    if (longer[at] !== token) return false;
    at++;
  }
  return at === longer.length;
}

/** Where brackets do not match, the tokens as they are. */
function canonicalTokens(sql: string): readonly string[] {
  const tokens = tokensOf(sql);
  const nodes = readNodes(tokens);
  return nodes === undefined ? tokens : flat(canonicalNodes(nodes));
}

/** Opening (1), word, number, bracket or separator, cast, operator. */
const TOKEN = new RegExp(
  String.raw`(${OPENING})|${WORD}|\d[\w.]*|[()[\],;.]|::|[^\s\w()[\],;.'"$]+|\S`,
  'g',
);

function tokensOf(sql: string): readonly string[] {
  const token = new RegExp(TOKEN);
  const tokens: string[] = [];
  for (let match = token.exec(sql); match; match = token.exec(sql)) {
    const [, opening] = match;
    if (opening) token.lastIndex = skipToken(sql, match.index, opening) ?? sql.length;
    tokens.push(sql.slice(match.index, token.lastIndex));
  }
  return tokens;
}

const CLOSING: Readonly<Record<Group['open'], string>> = { '(': ')', '[': ']' };

/** `undefined` where brackets do not match. */
function readNodes(tokens: readonly string[]): readonly Node[] | undefined {
  const open: { readonly bracket: Group['open'] | undefined; readonly nodes: Node[] }[] = [
    { bracket: undefined, nodes: [] },
  ];
  for (const token of tokens) {
    const current = open.at(-1);
    if (token === '(' || token === '[') open.push({ bracket: token, nodes: [] });
    else if (token !== ')' && token !== ']') current?.nodes.push(token);
    else if (current?.bracket !== undefined && CLOSING[current.bracket] === token) {
      open.pop();
      open.at(-1)?.nodes.push({ open: current.bracket, nodes: current.nodes });
    } else return undefined;
  }
  return open.length === 1 ? open[0]?.nodes : undefined;
}

function flat(nodes: readonly Node[]): readonly string[] {
  return nodes.flatMap((node) =>
    typeof node === 'string' ? [node] : [node.open, ...flat(node.nodes), CLOSING[node.open]],
  );
}

function canonicalNodes(nodes: readonly Node[]): readonly Node[] {
  const inner = nodes.map((node) =>
    typeof node === 'string' ? node : { ...node, nodes: canonicalNodes(node.nodes) },
  );
  return withFlatChain(withCastElements(inner));
}

const isGroup = (node: Node | undefined, open: Group['open']): node is Group =>
  typeof node === 'object' && node.open === open;

/** `(ARRAY[a, b])::text[]` is `ARRAY[(a)::text, (b)::text]`. */
function withCastElements(nodes: readonly Node[]): readonly Node[] {
  const result: Node[] = [];
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at] as Node;
    const elements = arrayElements(node);
    const end = elements && nodes[at + 1] === '::' ? endOfArrayType(nodes, at + 2) : undefined;
    if (elements === undefined || end === undefined) {
      result.push(node);
      continue;
    }
    const type = nodes.slice(at + 2, end);
    const cast = elements.flatMap((element, index) => [
      ...(index === 0 ? [] : [',']),
      ...castElement(element, type),
    ]);
    result.push('ARRAY', { open: '[', nodes: cast });
    at = end;
  }
  return result;
}

/** Of `(ARRAY[...])` and `ARRAY[...]` in brackets of its own; an array of none says its type by its cast. */
function arrayElements(node: Node): readonly (readonly Node[])[] | undefined {
  if (!isGroup(node, '(') || node.nodes.length !== 2 || node.nodes[0] !== 'ARRAY') return undefined;
  const list = node.nodes[1];
  return isGroup(list, '[') && list.nodes.length > 0 ? split(list.nodes, ',') : undefined;
}

/** The cast of an element stands before its collation: `((a)::text COLLATE "C")`. */
function castElement(element: readonly Node[], type: readonly Node[]): readonly Node[] {
  const [only] = element;
  const at = isGroup(only, '(') ? only.nodes.indexOf('COLLATE') : -1;
  if (!isGroup(only, '(') || element.length > 1 || at === -1) {
    return [inBrackets(element), '::', ...type];
  }
  const cast = [inBrackets(only.nodes.slice(0, at)), '::', ...type, ...only.nodes.slice(at)];
  return [{ open: '(', nodes: cast }];
}

const inBrackets = (nodes: readonly Node[]): Node =>
  nodes.length === 1 && isGroup(nodes[0], '(') ? nodes[0] : { open: '(', nodes };

/** Where the `[]` stands that ends the name of a type: `character varying(3)[]`, `public."Mood"[]`. */
function endOfArrayType(nodes: readonly Node[], start: number): number | undefined {
  for (let at = start; at < nodes.length; at++) {
    const node = nodes[at];
    if (isGroup(node, '[')) return at > start && node.nodes.length === 0 ? at : undefined;
    const isPart = isGroup(node, '(')
      ? at > start
      : /^(?:[A-Za-z_"\u0080-\uffff.])/.test(`${node}`);
    if (!isPart) return undefined;
  }
  return undefined;
}

/** `((a AND b) AND c)` and `(a AND (b AND c))` are `(a AND b AND c)`. */
function withFlatChain(nodes: readonly Node[]): readonly Node[] {
  const word = chainWord(nodes);
  if (word === undefined) return nodes;
  return split(nodes, word).flatMap((operand, index): readonly Node[] => {
    const [only] = operand;
    const isSame = operand.length === 1 && isGroup(only, '(') && chainWord(only.nodes) === word;
    return [...(index === 0 ? [] : [word]), ...(isSame ? only.nodes : operand)];
  });
}

/** What joins the operands of a chain; `undefined` where nothing does, or not one word alone. */
function chainWord(nodes: readonly Node[]): 'AND' | 'OR' | undefined {
  const [isAnd, isOr] = [nodes.includes('AND'), nodes.includes('OR')];
  // The bounds of a window's frame are no operands.
  if (isAnd === isOr || nodes.includes('BETWEEN')) return undefined;
  return isAnd ? 'AND' : 'OR';
}

function split(nodes: readonly Node[], separator: string): readonly (readonly Node[])[] {
  const parts: Node[][] = [[]];
  for (const node of nodes) {
    if (node === separator) parts.push([]);
    else parts.at(-1)?.push(node);
  }
  return parts;
}
