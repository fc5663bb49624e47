import { expect, test } from 'vitest';
import { formatError, SchemaServiceError } from './index.ts';

test('an expected failure reads as what, why and what to do, without a stack', () => {
  const error = new SchemaServiceError({
    code: 'PORT_IN_USE',
    message: 'Port 4000 is in use.',
    why: 'Another process listens on it.',
    fix: 'Choose another: PORT=4001 npm start',
  });
  expect(formatError(error)).toBe(
    'error PORT_IN_USE: Port 4000 is in use.\n' +
      '  why: Another process listens on it.\n' +
      '  fix: Choose another: PORT=4001 npm start',
  );
});

test('a bug keeps its stack', () => {
  expect(formatError(new TypeError('x is not a function'))).toContain(
    'schema-service-error.test.ts',
  );
});

test('the envelope survives JSON and leaves out what is not there', () => {
  const error = new SchemaServiceError({ code: 'A', message: 'b', meta: { line: 3 } });
  expect(JSON.parse(JSON.stringify(error))).toEqual({ code: 'A', message: 'b', meta: { line: 3 } });
});
