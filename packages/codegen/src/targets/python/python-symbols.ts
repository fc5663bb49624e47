/**
 * A name that modules take from elsewhere: `uuid.UUID`. Modules import it under
 * a name of their own that begins with `_`, as nothing of a schema does.
 */
export interface PythonSymbol {
  readonly kind: 'symbol';
  /** As in an import of the package: `uuid`, `.models`, `._runtime.types`. */
  readonly from: string;
  readonly name: string;
  /** Whether it is written `_uuid.UUID`, by its module, or `_Sequence`, by itself. */
  readonly by: 'module' | 'name';
}

/** Python text with symbols in it, of which every module makes its own imports. */
export interface PythonCode {
  readonly kind: 'code';
  readonly parts: readonly (string | PythonSymbol)[];
}

/** The symbols of a module that are written by it: `symbolsOf('uuid')('UUID')` as `_uuid.UUID`. */
export const symbolsOf =
  (from: string) =>
  (name: string): PythonSymbol => ({ kind: 'symbol', from, name, by: 'module' });

/** A symbol that is written by itself: `named('typing', 'Literal')` as `_Literal`. */
export const named = (from: string, name: string): PythonSymbol => ({
  kind: 'symbol',
  from,
  name,
  by: 'name',
});

/** A symbol alone, or with text. */
export type PythonExpression = PythonSymbol | PythonCode;

type Part = string | PythonExpression;

/** Code of text and symbols: py`${SEQUENCE}[${builtin('int')}] | None`. */
export function py(texts: TemplateStringsArray, ...values: readonly Part[]): PythonCode {
  const parts = texts.flatMap((text, index) => {
    const value = values[index];
    return value === undefined ? [text] : [text, ...partsOf(value)];
  });
  return { kind: 'code', parts: parts.filter((part) => part !== '') };
}

/** Codes with text between them. */
export function joined(codes: readonly Part[], between: string): PythonCode {
  const parts = codes.flatMap((code, index) =>
    index === 0 ? partsOf(code) : [between, ...partsOf(code)],
  );
  return { kind: 'code', parts };
}

export function partsOf(part: Part): readonly (string | PythonSymbol)[] {
  return typeof part === 'object' && part.kind === 'code' ? part.parts : [part];
}

/** The code for people: without the module of a symbol. */
export function plainText(code: PythonExpression): string {
  return partsOf(code)
    .map((part) => (typeof part === 'string' ? part : part.name))
    .join('');
}

/** What is visible without an import, as long as nothing else is called so. */
export const builtin: (name: string) => PythonSymbol = symbolsOf('builtins');

export const models: (name: string) => PythonSymbol = symbolsOf('.models');
export const inputs: (name: string) => PythonSymbol = symbolsOf('.inputs');
export const fields: (name: string) => PythonSymbol = symbolsOf('.fields');
export const enums: (name: string) => PythonSymbol = symbolsOf('.enums');
export const types: (name: string) => PythonSymbol = symbolsOf('._runtime.types');
export const codecs: (name: string) => PythonSymbol = symbolsOf('._runtime.values.codecs');
export const ids: (name: string) => PythonSymbol = symbolsOf('._runtime.values.ids');

// By the module: pyright takes only what is written `TypedDict(...)` or `_module.TypedDict(...)` for one.
const typing = symbolsOf('typing');
export const LITERAL: PythonSymbol = typing('Literal');
export const NOT_REQUIRED: PythonSymbol = typing('NotRequired');
export const TYPE_ALIAS: PythonSymbol = typing('TypeAlias');
// pydantic takes no other one before Python 3.12.
export const TYPED_DICT: PythonSymbol = symbolsOf('typing_extensions')('TypedDict');
export const SEQUENCE: PythonSymbol = named('collections.abc', 'Sequence');
