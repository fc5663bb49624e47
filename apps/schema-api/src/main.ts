#!/usr/bin/env node
import { exitCodeOf, usageErrors } from '@schema-service/command-line';
import { formatError } from '@schema-service/errors';
import closeWithGrace from 'close-with-grace';
import { readConfig } from './config.ts';
import { configText, helpText } from './config-help.ts';
import { startSchemaApi } from './start-schema-api.ts';
import { startWorkerProcess } from './worker/start-worker-process.ts';

/** Does runs, beside any number of APIs and other workers. */
async function work(): Promise<void> {
  const config = readConfig(process.env);
  const worker = await startWorkerProcess(config);
  // Statements under way come to their ends; what takes longer, another worker finds in the ledger.
  closeWithGrace({ delay: config.shutdownTimeout + 5_000, logger: worker.log }, async ({ err }) => {
    if (err) worker.log.error({ err }, 'Stopped by a bug.');
    await worker.close();
  });
}

async function serve(): Promise<void> {
  const config = readConfig(process.env);
  const api = await startSchemaApi(config);
  // Closing has a bound of its own; this one holds where even that hangs.
  const delay = config.shutdownDelay + config.shutdownTimeout + 5_000;
  closeWithGrace({ delay, logger: api.log }, async ({ err }) => {
    if (err) api.log.error({ err }, 'Stopped by a bug.');
    await api.close();
  });
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
