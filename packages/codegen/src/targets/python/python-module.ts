import { docstring, indented } from './python-source.ts';
import { named, type PythonExpression, type PythonSymbol, partsOf } from './python-symbols.ts';

export interface ModuleOptions {
  /** As in an import of the package: `.models`. */
  readonly name: string;
  readonly documentation: string;
  /** What it defines itself and says outside of its classes. */
  readonly defines?: Iterable<string>;
  /** Modules that it says in strings, for type checkers alone. */
  readonly typeOnly?: readonly string[];
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
  typeOnly = [],
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
    finish: (blocks) => {
      const symbols = [...imported.values()];
      const typing = symbols.filter(({ from }) => typeOnly.includes(from));
      const real = symbols.filter((symbol) => !typing.includes(symbol));
      const imports = [
        ...importLines(typing.length > 0 ? [...real, TYPE_CHECKING] : real),
        ...typingImports(importLines(typing)),
      ];
      return (isStub ? stubText : moduleText)(documentation, imports, blocks);
    },
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

/** As linters sort and join them: other packages first, whole modules before names, constants, classes, the rest. */
function importLines(symbols: readonly PythonSymbol[]): readonly string[] {
  const imports = symbols.map(importOf).sort(byPlace);
  const lines = imports.map(({ from, name, alias }) => {
    const renamed = alias === name ? name : `${name} as ${alias}`;
    return from === '' ? `import ${renamed}` : `from ${from} import ${renamed}`;
  });
  const own = new Set(lines.filter((line) => line.startsWith('from .')));
  const plain = imports.filter(({ from, name, alias }) => from === '.' && alias === name);
  const joined = `from . import ${plain.map(({ name }) => name).join(', ')}`;
  const [first, ...rest] = plain.map(({ name }) => `from . import ${name}`);
  const ownLines = [...own]
    .filter((line) => !rest.includes(line))
    .map((line) => (line === first ? joined : line));
  const others = [...new Set(lines)].filter((line) => !own.has(line));
  return [...others, ...(others.length > 0 && own.size > 0 ? [''] : []), ...ownLines];
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

const TYPE_CHECKING = named('typing', 'TYPE_CHECKING');

/** A linter does not see what is said in strings. */
function typingImports(lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return ['', 'if _TYPE_CHECKING:', ...indented(lines.map((line) => `${line}  # noqa: F401`))];
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
