#!/usr/bin/env node
import './small-heap.ts';
import { exitCodeOf } from '@schema-service/command-line';
import { formatError, isSchemaServiceError } from '@schema-service/errors';
import { jsonLine } from './json-line.ts';
import { parseCommand } from './parse-command.ts';
import { runCommand } from './run-command.ts';

async function main(args: readonly string[]): Promise<void> {
  try {
    process.exitCode = await runCommand(parseCommand(args, process.env));
  } catch (error) {
    if (isSchemaServiceError(error) && args.includes('--json')) {
      process.stdout.write(jsonLine({ kind: 'error', ...error.toJSON() }));
    }
    process.stderr.write(`${formatError(error)}\n`);
    process.exitCode = exitCodeOf(error);
  }
}

void main(process.argv.slice(2));
