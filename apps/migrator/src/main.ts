#!/usr/bin/env node
import { exitCodeOf } from '@schema-service/command-line';
import { errorRecord, formatError } from '@schema-service/errors';
import { jsonLine } from './json-line.ts';
import { parseCommand } from './parse-command.ts';
import { runCommand } from './run-command.ts';
import { keepHeapSmall } from './small-heap.ts';
import { exitCodeAfter, listenForStop } from './stop-signals.ts';

async function main(args: readonly string[]): Promise<void> {
  const fail = (error: unknown): void => {
    if (args.includes('--json')) process.stdout.write(jsonLine(errorRecord(error)));
    process.stderr.write(`${formatError(error)}\n`);
    process.exitCode = exitCodeAfter(exitCodeOf(error));
  };
  listenForStop();
  // What nobody waits for, too; nothing goes on behind it.
  process.once('uncaughtException', (error) => {
    fail(error);
    process.exit();
  });
  try {
    const command = parseCommand(args, process.env);
    keepHeapSmall();
    process.exitCode = exitCodeAfter(await runCommand(command));
  } catch (error) {
    fail(error);
  }
}

void main(process.argv.slice(2));
