import { expect, test } from 'vitest';
import { createModule } from './python-module.ts';
import { builtin, inputs, named, py, SEQUENCE, symbolsOf } from './python-symbols.ts';

test('imports follow from what the text refers to, and from nothing else', () => {
  const module = createModule({ name: '.inputs', documentation: 'About _uuid.UUID.' });
  const type = py`${SEQUENCE}[${symbolsOf('datetime')('date')} | ${inputs('A')}]`;
  const line = `x: ${module.text(type)} = ${module.text(symbolsOf('._tables')('TABLES'))}`;
  const other = module.text(named('._runtime.rows', 'Row'));
  expect(module.finish([[line, `# _decimal.Decimal, ${other}`]])).toBe(
    [
      '"""About _uuid.UUID."""',
      '',
      'from __future__ import annotations',
      '',
      'import datetime as _datetime',
      'from collections.abc import Sequence as _Sequence',
      '',
      'from . import _tables',
      'from ._runtime.rows import Row as _Row',
      '',
      'x: _Sequence[_datetime.date | A] = _tables.TABLES',
      '# _decimal.Decimal, _Row',
      '',
    ].join('\n'),
  );
});

test('what a class or the module hides is taken from its module', () => {
  const module = createModule({ name: '.inputs', documentation: '', defines: ['list'] });
  const type = py`${builtin('list')}[${builtin('str')} | ${builtin('int')} | ${inputs('A')}]`;
  expect(module.text(type, new Set(['str', 'A']))).toBe(
    '_builtins.list[_builtins.str | int | _inputs.A]',
  );
  expect(module.finish([])).toContain(
    'import builtins as _builtins\n\nfrom . import inputs as _inputs\n',
  );
});
