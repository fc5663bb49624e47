import { parse } from '@babel/parser';
import type { Mutant } from './mutant.ts';

/** A node of the syntax tree, as far as it is looked at. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly loc: { readonly start: { readonly line: number } };
  readonly [key: string]: unknown;
}

type Change = Pick<Mutant, 'kind' | 'start' | 'end' | 'after'>;

/**
 * Every change of a TypeScript source that is tried. Types, imports and what only
 * ends a program that is wrong in itself (`throw new Error`, `assertNever`) stay.
 *
 * @throws SyntaxError
 */
export function findMutants(file: string, source: string): readonly Mutant[] {
  const program = parse(source, { sourceType: 'module', plugins: ['typescript'] })
    .program as unknown as Node;
  const mutants: Mutant[] = [];
  visit(program, [], (node, parents) => {
    for (const change of changesOf(node, parents, source)) {
      const before = source.slice(change.start, change.end);
      if (before === change.after) continue;
      mutants.push({ file, line: lineAt(source, change.start), before, ...change });
    }
  });
  return mutants;
}

const lineAt = (source: string, at: number): number => source.slice(0, at).split('\n').length;

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value;

const nodeAt = (node: Node, key: string): Node | undefined => {
  const value = node[key];
  return isNode(value) ? value : undefined;
};

/** Nodes of types that are expressions with a type beside. */
const typedExpressions = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
]);

/** Goes through what is code, with the nodes around each, the nearest first. */
function visit(
  node: Node,
  parents: readonly Node[],
  look: (node: Node, parents: readonly Node[]) => void,
): void {
  if (isLeftOut(node)) return;
  look(node, parents);
  const around = [node, ...parents];
  for (const [key, value] of Object.entries(node)) {
    if (key === 'loc' || key.endsWith('Comments') || isName(node, key)) continue;
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) visit(child, around, look);
    }
  }
}

function isLeftOut(node: Node): boolean {
  const { type } = node;
  if (type.startsWith('TS')) return !typedExpressions.has(type);
  if (type === 'ImportDeclaration' || type === 'ExportAllDeclaration' || type === 'Directive') {
    return true;
  }
  if (type === 'ExportNamedDeclaration') return nodeAt(node, 'source') !== undefined;
  const callee = nodeAt(node, 'callee');
  return (
    (type === 'NewExpression' && callee?.name === 'Error') ||
    (type === 'CallExpression' && callee?.name === 'assertNever')
  );
}

/** Whether a part of a node is a name and no expression. */
const isName = (node: Node, key: string): boolean =>
  (key === 'key' && node.computed !== true) || (key === 'property' && node.computed !== true);

function changesOf(node: Node, parents: readonly Node[], source: string): readonly Change[] {
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
      return operatorChanges(node, source);
    case 'UnaryExpression':
      return node.operator === '!'
        ? [replaced(node, 'negation', textOf(node, 'argument', source))]
        : [];
    case 'IfStatement':
    case 'ConditionalExpression':
      return conditionChanges(node, parents);
    case 'WhileStatement':
    case 'ForStatement':
      return loopChanges(node);
    case 'NumericLiteral':
      return isFiller(node, parents)
        ? []
        : [Number(node.value) + 1, Number(node.value) - 1].map((number) =>
            replaced(node, 'number', number < 0 ? `(${number})` : String(number)),
          );
    case 'BooleanLiteral':
      return [replaced(node, 'boolean', String(node.value !== true))];
    case 'StringLiteral':
      return isFiller(node, parents)
        ? []
        : [replaced(node, 'string', node.value === '' ? "'changed'" : "''")];
    case 'TemplateElement':
      return node.end > node.start && !isTagged(parents) ? [replaced(node, 'string', '')] : [];
    case 'ReturnStatement':
    case 'ArrowFunctionExpression':
      return arrayChanges(node, parents);
    default:
      return [];
  }
}

const replaced = ({ start, end }: Node, kind: string, after: string): Change => ({
  kind,
  start,
  end,
  after,
});

const textOf = (node: Node, key: string, source: string): string => {
  const part = nodeAt(node, key);
  return part === undefined ? '' : source.slice(part.start, part.end);
};

const operators: Readonly<Record<string, string>> = {
  '===': '!==',
  '!==': '===',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '&&': '||',
  '||': '&&',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
};

function operatorChanges(node: Node, source: string): readonly Change[] {
  const [left, right] = [nodeAt(node, 'left'), nodeAt(node, 'right')];
  const operator = String(node.operator);
  const other = operators[operator];
  if (left === undefined || right === undefined || other === undefined) return [];
  // Texts are only joined.
  if (operator === '+' && [left, right].some(isText)) return [];
  const start = left.end + source.slice(left.end, right.start).indexOf(operator);
  return [{ kind: 'operator', start, end: start + operator.length, after: other }];
}

const isText = ({ type }: Node): boolean => type === 'StringLiteral' || type === 'TemplateLiteral';

function conditionChanges(node: Node, parents: readonly Node[]): readonly Change[] {
  const test = nodeAt(node, 'test');
  if (test === undefined) return [];
  // `...(value === undefined ? {} : { value })` leaves out a property that is undefined anyway.
  const consequent = nodeAt(node, 'consequent');
  const leavesOut =
    parents[0]?.type === 'SpreadElement' &&
    consequent?.type === 'ObjectExpression' &&
    Array.isArray(consequent.properties) &&
    consequent.properties.length === 0;
  const outcomes = leavesOut ? ['true'] : ['true', 'false'];
  return outcomes.map((outcome) => replaced(test, 'condition', outcome));
}

/** A loop without an end is no use. */
function loopChanges(node: Node): readonly Change[] {
  const test = nodeAt(node, 'test');
  return test === undefined ? [] : [replaced(test, 'condition', 'false')];
}

/** `found ?? ''` and `[first = 0]` name a value for what is always there. */
function isFiller(node: Node, [parent]: readonly Node[]): boolean {
  const isEmpty = node.value === '' || node.value === 0;
  const isDefault =
    (parent?.type === 'LogicalExpression' && parent.operator === '??') ||
    parent?.type === 'AssignmentPattern';
  return isEmpty && isDefault && parent.right === node;
}

const isTagged = (parents: readonly Node[]): boolean =>
  parents[1]?.type === 'TaggedTemplateExpression';

/** What gives a list gives an empty one. */
function arrayChanges(node: Node, parents: readonly Node[]): readonly Change[] {
  const isReturn = node.type === 'ReturnStatement';
  const owner = isReturn ? parents.find(({ type }) => functions.has(type)) : node;
  const given = nodeAt(node, isReturn ? 'argument' : 'body');
  if (given === undefined || given.type === 'BlockStatement') return [];
  const elements = given.type === 'ArrayExpression' ? given.elements : undefined;
  if (Array.isArray(elements) ? elements.length === 0 : !givesArray(owner)) return [];
  return [replaced(given, 'array', '[]')];
}

const functions = new Set([
  'ArrowFunctionExpression',
  'FunctionDeclaration',
  'FunctionExpression',
  'ObjectMethod',
  'ClassMethod',
]);

function givesArray(owner: Node | undefined): boolean {
  const declared = owner && nodeAt(owner, 'returnType');
  const type = declared && nodeAt(declared, 'typeAnnotation');
  const plain = type?.type === 'TSTypeOperator' ? nodeAt(type, 'typeAnnotation') : type;
  return plain?.type === 'TSArrayType';
}
