import { quoteIdentifier, quoteText } from '@schema-service/postgres-sql';
import type { Extension } from '@schema-service/schema-model';
import { type Operation, statement } from '../operation.ts';

/** A schema of PostgreSQL. Nothing takes it back: others may have put something there since. */
export const createNamespace = (name: string): Operation => ({
  act: 'create schema',
  parts: [
    {
      stage: 'expand',
      locks: [],
      up: [statement(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(name)}`)],
      down: [],
    },
  ],
});

/** An extension stays when it is no longer named: others may use it. */
export function createExtension({ dbName, namespace, version }: Extension): Operation {
  const options = [
    ...(namespace === undefined ? [] : [`SCHEMA ${quoteIdentifier(namespace)}`]),
    ...(version === undefined ? [] : [`VERSION ${quoteText(version)}`]),
  ];
  const clause = options.length === 0 ? '' : ` WITH ${options.join(' ')}`;
  return {
    act: 'create extension',
    parts: [
      {
        stage: 'expand',
        locks: [],
        up: [statement(`CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(dbName)}${clause}`)],
        down: [],
      },
    ],
  };
}
