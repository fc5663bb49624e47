import { pythonModule, stringLiteral } from '../python-source.ts';

const ERRORS = [
  'CheckViolationError',
  'ClientClosedError',
  'ClientError',
  'ConnectionFailedError',
  'ConstraintViolationError',
  'DatabaseError',
  'ExclusionViolationError',
  'ForeignKeyViolationError',
  'ForkedConnectionError',
  'InvalidQueryError',
  'InvalidValueError',
  'NotFoundError',
  'NotLoadedError',
  'NotNullViolationError',
  'PoolTimeoutError',
  'StatementCanceledError',
  'TransactionConflictError',
  'TransactionExpiredError',
  'UniqueViolationError',
  'UnknownEnumValueError',
] as const;

const CLIENTS = ['AsyncClient', 'AsyncTransaction', 'Client', 'Transaction'] as const;
const TYPES = ['JSON_NULL', 'Json', 'JsonInput', 'JsonNull'] as const;
const MODULES = ['enums', 'fields', 'inputs', 'models', 'schema_version'] as const;

/** `__init__.py`: the package's public face. The modules of types load when they are asked for. */
export function packageModule(schemaVersion: string): string {
  const exported = [...ERRORS, ...CLIENTS, ...TYPES, ...MODULES].sort(
    (a, b) => importOrder(a) - importOrder(b) || (a < b ? -1 : 1),
  );
  const imports = [
    'from importlib import import_module',
    'from typing import TYPE_CHECKING, Any, Final',
    '',
    'from . import enums, models',
    ...fromImport('._runtime.errors', ERRORS),
    ...fromImport('._runtime.types', TYPES),
    ...fromImport('.client', CLIENTS),
    '',
    'if TYPE_CHECKING:',
    '    from . import fields, inputs',
    '',
    '__all__ = [',
    ...exported.map((name) => `    ${stringLiteral(name)},`),
    ']',
    '',
    `schema_version: Final = ${stringLiteral(schemaVersion)}`,
    '"""The version of the schema that this client was generated from."""',
  ];
  const lazyModules = [
    'def __getattr__(name: str) -> Any:',
    '    # Types of inputs are for type checkers, and cost time to load.',
    '    if name in ("fields", "inputs"):',
    '        return import_module(f".{name}", __name__)',
    '    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")',
  ];
  return pythonModule('A typed client of one version of a database schema.', imports, [
    lazyModules,
  ]);
}

function fromImport(module: string, names: readonly string[]): readonly string[] {
  return [`from ${module} import (`, ...names.map((name) => `    ${name},`), ')'];
}

/** Constants, then classes, then the rest, as ruff sorts names. */
function importOrder(name: string): number {
  if (/^[A-Z0-9_]+$/.test(name)) return 0;
  return /^[A-Z]/.test(name) ? 1 : 2;
}
