import { kindOf } from '../python-module.ts';
import { docstring, indented, stringLiteral } from '../python-source.ts';

const CLIENTS = [
  'AsyncBatch',
  'AsyncClient',
  'AsyncTransaction',
  'Batch',
  'Client',
  'Transaction',
] as const;
const TYPES = ['JSON_NULL', 'Json', 'JsonInput', 'JsonNull', 'UnknownValue', 'is_unknown'] as const;
const COMPATIBILITY = ['Compatibility', 'CompatibilityWarning'] as const;
const MODULES = ['enums', 'fields', 'inputs', 'models'] as const;

/** `__init__.py`: the package's public face. Its errors are those that the run time lists. */
export function packageModule(schemaVersion: string, schemaName: string, version: string): string {
  const exported = [
    ...TYPES,
    'Query',
    ...COMPATIBILITY,
    ...CLIENTS,
    '__version__',
    ...MODULES,
    'schema_name',
    'schema_version',
  ].sort((a, b) => kindOf(a) - kindOf(b) || (a < b ? -1 : 1));
  return lines(
    docstring('A typed client of one version of a database schema.'),
    '',
    'from __future__ import annotations',
    '',
    'from importlib import import_module as _import_module',
    'from typing import TYPE_CHECKING as _TYPE_CHECKING',
    'from typing import Any as _Any',
    'from typing import Final as _Final',
    '',
    'from . import enums, models',
    'from ._runtime import errors as _errors',
    fromImport('._runtime.compatibility', COMPATIBILITY),
    fromImport('._runtime.connections.observe', ['Query']),
    'from ._runtime.errors import *',
    fromImport('._runtime.types', TYPES),
    fromImport('.client', CLIENTS),
    '',
    'if _TYPE_CHECKING:',
    '    from . import fields, inputs',
    '',
    '__all__ = [',
    indented(exported.map((name) => `${stringLiteral(name)},`)),
    ']',
    '__all__ += _errors.__all__',
    '',
    `__version__: _Final = ${stringLiteral(version)}`,
    `schema_name: _Final = ${stringLiteral(schemaName)}`,
    '"""The database schema with the views of this version, where databases have it."""',
    '',
    `schema_version: _Final = ${stringLiteral(schemaVersion)}`,
    '"""The version of the schema that this client was generated from."""',
    '',
    '',
    'def __getattr__(name: str) -> _Any:',
    '    # Types of inputs are for type checkers, and cost time to load.',
    '    if name in ("fields", "inputs"):',
    '        return _import_module(f".{name}", __name__)',
    '    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")',
  );
}

function fromImport(module: string, names: readonly string[]): readonly string[] {
  return [`from ${module} import (`, ...names.map((name) => `    ${name},`), ')'];
}

function lines(...parts: readonly (string | readonly string[])[]): string {
  return `${parts.flat().join('\n')}\n`;
}
