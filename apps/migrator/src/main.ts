#!/usr/bin/env node
import './small-heap.ts';
import { formatError, isSchemaServiceError } from '@schema-service/errors';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { jsonLine } from './json-line.ts';
import { parseCommand } from './parse-command.ts';
import { runCommand } from './run-command.ts';
import { USAGE_CODE } from './usage-error.ts';

const EXIT_BY_CODE: Readonly<Record<string, ExitCode>> = {
  [USAGE_CODE]: EXIT.usage,
  ENVIRONMENTS_INVALID: EXIT.usage,
  ENVIRONMENT_UNKNOWN: EXIT.usage,
  ENVIRONMENT_NOT_SET: EXIT.usage,
  MIGRATION_DRIFT: EXIT.drift,
};

async function main(args: readonly string[]): Promise<void> {
  try {
    process.exitCode = await runCommand(parseCommand(args, process.env));
  } catch (error) {
    const isExpected = isSchemaServiceError(error);
    if (isExpected && args.includes('--json')) {
      process.stdout.write(jsonLine({ kind: 'error', ...error.toJSON() }));
    }
    process.stderr.write(`${formatError(error)}\n`);
    process.exitCode = (isExpected && EXIT_BY_CODE[error.code]) || EXIT.failure;
  }
}

void main(process.argv.slice(2));
