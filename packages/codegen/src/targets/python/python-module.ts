import { docstring } from './python-source.ts';
import { type PythonExpression, type PythonSymbol, partsOf } from './python-symbols.ts';

export interface ModuleOptions {
  /** As in an import of the package: `.models`. */
  readonly name: string;
  readonly documentation: string;
  /** What it defines itself and says outside of its classes. */
  readonly defines?: Iterable<string>;
  /** Whether it is a stub, which nobody lays out. */
  readonly isStub?: boolean;
}

/** A module that is being written. What its text refers to is imported. */
export interface PythonModule {
  /**
   * Code as this module writes it. `hidden` are names that mean something else in
   * the place where it stands: the fields of a class hide built-in types.
   */
  readonly text: (code: PythonExpression, hidden?: ReadonlySet<string>) => string;
  /** The whole module, when all of its text is made. */
  readonly finish: (blocks: readonly (readonly string[])[]) => string;
}

export function createModule({
  name,
  documentation,
  defines = [],
  isStub = false,
}: ModuleOptions): PythonModule {
  const defined = new Set(defines);
  const imported = new Map<string, PythonSymbol>();
  const written = (symbol: PythonSymbol, hidden: ReadonlySet<string> | undefined): string => {
    const isHidden = hidden?.has(symbol.name) ?? false;
    if (symbol.from === name && !isHidden) return symbol.name;
    if (symbol.from === 'builtins' && !isHidden && !defined.has(symbol.name)) return symbol.name;
    imported.set(`${symbol.from} ${symbol.by === 'name' ? symbol.name : ''}`, symbol);
    return symbol.by === 'name' ? `_${symbol.name}` : `${moduleAlias(symbol)}.${symbol.name}`;
  };
  return {
    text: (code, hidden) =>
      partsOf(code)
        .map((part) => (typeof part === 'string' ? part : written(part, hidden)))
        .join(''),
    finish: (blocks) =>
      (isStub ? stubText : moduleText)(documentation, importLines([...imported.values()]), blocks),
  };
}

/** One underscore: in classes Python renames what begins with two. */
const moduleAlias = ({ from }: PythonSymbol): string => `_${moduleOf(from).replace(/^_/, '')}`;

const moduleOf = (from: string): string => from.split('.').at(-1) ?? from;

/** What an import line says: the module before `import`, if there is one, the name and what it becomes. */
interface Import {
  readonly from: string;
  readonly name: string;
  readonly alias: string;
}

function importOf(symbol: PythonSymbol): Import {
  const { from, name, by } = symbol;
  if (by === 'name') return { from, name, alias: `_${name}` };
  const alias = moduleAlias(symbol);
  if (!from.startsWith('.')) return { from: '', name: from, alias };
  const module = moduleOf(from);
  return { from: from.slice(0, -module.length).replace(/(?<=.)\.$/, ''), name: module, alias };
}

/** As linters sort and join them: Python's modules, other packages, this package; modules before names. */
function importLines(symbols: readonly PythonSymbol[]): readonly string[] {
  const imports = symbols.map(importOf).sort(byPlace);
  const groups = ORIGINS.map((isOf) => linesOf(imports.filter(isOf))).filter(
    (lines) => lines.length > 0,
  );
  return groups.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

const isOwn = ({ from }: Import): boolean => from.startsWith('.');
const isInstalled = ({ from, name }: Import): boolean =>
  (from || name).startsWith('typing_extensions');
const ORIGINS = [
  (one: Import): boolean => !isOwn(one) && !isInstalled(one),
  isInstalled,
  isOwn,
] as const;

function linesOf(imports: readonly Import[]): readonly string[] {
  const plain = imports.filter(({ from, name, alias }) => from === '.' && alias === name);
  const lines = imports.map((one) => {
    const { from, name, alias } = one;
    if (plain.includes(one)) return `from . import ${plain.map((each) => each.name).join(', ')}`;
    const renamed = `${name} as ${alias}`;
    return from === '' ? `import ${renamed}` : `from ${from} import ${renamed}`;
  });
  return [...new Set(lines)];
}

/** Constants, then classes, then the rest. */
export const kindOf = (name: string): number => {
  if (/^[A-Z0-9_]+$/.test(name)) return 0;
  return /^[A-Z]/.test(name) ? 1 : 2;
};

function byPlace(a: Import, b: Import): number {
  if (a.from !== b.from) return a.from < b.from ? -1 : 1;
  return kindOf(a.name) - kindOf(b.name) || (a.name < b.name ? -1 : 1);
}

/** Classes and functions are set apart by two blank lines. */
function moduleText(
  documentation: string,
  imports: readonly string[],
  blocks: readonly (readonly string[])[],
): string {
  const head = [
    ...docstring(documentation),
    '',
    'from __future__ import annotations',
    ...(imports.length > 0 ? ['', ...imports] : []),
  ];
  const body = blocks.flatMap((block, index) => [
    '',
    ...(index > 0 || /^(?:@|class |def )/.test(block[0] ?? '') ? [''] : []),
    ...block,
  ]);
  return `${[...head, ...body].join('\n')}\n`;
}

function stubText(
  documentation: string,
  imports: readonly string[],
  blocks: readonly (readonly string[])[],
): string {
  const head = ['# fmt: off', ...docstring(documentation), '', ...imports];
  return `${[...head, ...blocks.flatMap((block) => ['', ...block])].join('\n')}\n`;
}
