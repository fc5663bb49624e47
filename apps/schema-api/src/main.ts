#!/usr/bin/env node
import { exitCodeOf, usageErrors } from '@schema-service/command-line';
import { formatError } from '@schema-service/errors';
import closeWithGrace from 'close-with-grace';
import type { FastifyBaseLogger } from 'fastify';
import { readConfig } from './config/config.ts';
import { configText, helpText } from './config/config-help.ts';
import { startSchemaApi } from './start-schema-api.ts';
import { startWorkerProcess } from './worker/start-worker-process.ts';

interface Running {
  readonly log: FastifyBaseLogger;
  close(): Promise<void>;
}

/** Heard from the beginning: what is asked to end while it starts ends when it has started, and as it should. */
async function runUntilAsked(delay: number, starting: Promise<Running>): Promise<void> {
  const logger = { error: (text: string) => void starting.then(({ log }) => log.error(text)) };
  const grace = closeWithGrace({ delay, logger }, async ({ err }) => {
    const running = await starting;
    if (err) running.log.error({ err }, 'Stopped by a bug.');
    await running.close();
  });
  await starting.catch((error: unknown) => {
    grace.uninstall();
    throw error;
  });
}

/** Does runs, beside any number of APIs and other workers. */
function work(): Promise<void> {
  const config = readConfig(process.env);
  // Statements under way come to their ends; what takes longer, another worker finds in the ledger.
  return runUntilAsked(config.shutdownTimeout + 5_000, startWorkerProcess(config));
}

function serve(): Promise<void> {
  const config = readConfig(process.env);
  // Closing has a bound of its own; this one holds where even that hangs.
  const delay = config.shutdownDelay + config.shutdownTimeout + 5_000;
  return runUntilAsked(delay, startSchemaApi(config));
}

function checkConfig(): void {
  readConfig(process.env);
  process.stdout.write(`${configText(process.env)}\n`);
}

const commands: Readonly<Record<string, () => void | Promise<void>>> = {
  serve,
  worker: work,
  'check-config': checkConfig,
  '--help': () => void process.stdout.write(helpText()),
};

try {
  const [name = 'serve', ...rest] = process.argv.slice(2);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined || rest.length > 0) {
    throw usageErrors('schema-api')(`schema-api ${[name, ...rest].join(' ')} is no command.`);
  }
  await command();
} catch (error) {
  process.stderr.write(`${formatError(error)}\n`);
  process.exitCode = exitCodeOf(error);
}
