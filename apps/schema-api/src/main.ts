#!/usr/bin/env node
import { formatError } from '@schema-service/errors';
import closeWithGrace from 'close-with-grace';
import { readConfig } from './config.ts';
import { startSchemaApi } from './start-schema-api.ts';

try {
  const api = await startSchemaApi(readConfig(process.env));
  closeWithGrace({ delay: 10_000, logger: api.log }, async ({ err }) => {
    if (err) api.log.error({ err }, 'Stopped by a bug.');
    await api.close();
  });
} catch (error) {
  process.stderr.write(`${formatError(error)}\n`);
  process.exitCode = 1;
}
