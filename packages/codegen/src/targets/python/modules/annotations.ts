import type { PythonColumn } from '../python-schema.ts';

const BUILTIN_TYPES = /\b(?<![._])(bool|bytes|float|int|list|str)\b/g;

/** Names of built-in types that fields of one class hide from its annotations. */
export function hiddenBuiltins(columns: readonly PythonColumn[]): ReadonlySet<string> {
  return new Set(
    columns.map(({ name }) => name).filter((name) => name.match(BUILTIN_TYPES)?.[0] === name),
  );
}

/** An annotation that means the same when fields of its class are called `str` or `list`. */
export function withVisibleBuiltins(annotation: string, hidden: ReadonlySet<string>): string {
  if (hidden.size === 0) return annotation;
  return annotation.replace(BUILTIN_TYPES, (name) =>
    hidden.has(name) ? `_builtins.${name}` : name,
  );
}

const MODULES: readonly (readonly [alias: string, line: string])[] = [
  ['_builtins', 'import builtins as _builtins'],
  ['_dataclasses', 'import dataclasses as _dataclasses'],
  ['_datetime', 'import datetime as _datetime'],
  ['_decimal', 'import decimal as _decimal'],
  ['_uuid', 'import uuid as _uuid'],
];

/** The import lines of the standard library modules that some text refers to by `_name`. */
export function standardImports(blocks: readonly (readonly string[])[]): readonly string[] {
  const text = blocks.flat().join('\n');
  return MODULES.filter(([alias]) => text.includes(`${alias}.`)).map(([, line]) => line);
}

const SIBLINGS: readonly (readonly [alias: string, line: string])[] = [
  ['_enums', 'from . import enums as _enums'],
  ['_fields', 'from . import fields as _fields'],
  ['_types', 'from ._runtime import types as _types'],
];

/** The import lines of the package's own modules that some text refers to by `_name`. */
export function siblingImports(blocks: readonly (readonly string[])[]): readonly string[] {
  const text = blocks.flat().join('\n');
  return SIBLINGS.filter(([alias]) => text.includes(`${alias}.`)).map(([, line]) => line);
}

/** The import lines of the typing names that some text uses. */
export function typingImports(blocks: readonly (readonly string[])[]): readonly string[] {
  const text = blocks.flat().join('\n');
  const names = ['Literal', 'NotRequired', 'TypeAlias', 'TypedDict'].filter((name) =>
    text.includes(name),
  );
  return [
    ...(text.includes('Sequence[') ? ['from collections.abc import Sequence'] : []),
    ...(names.length > 0 ? [`from typing import ${names.join(', ')}`] : []),
  ];
}

/** Import groups with a blank line between them. */
export function importGroups(...groups: readonly (readonly string[])[]): readonly string[] {
  return groups
    .filter((group) => group.length > 0)
    .flatMap((group, index) => (index === 0 ? group : ['', ...group]));
}
