import { SchemaServiceError } from '@schema-service/errors';

/** Whether a failure leaves the engine's memory in a state that nothing can be asked of any more. */
export function isPanic(cause: unknown): boolean {
  return cause instanceof Error && ['RuntimeError', 'RangeError'].includes(cause.name);
}

/** What an engine is asked to do. */
export interface EngineTask {
  /** As the end of "Prisma's engine failed to ...". */
  readonly act: string;
  /** What to do where it fails. */
  readonly fix: string;
}

/** A task whose input is a schema. */
export const schemaTask = (act: string): EngineTask => ({
  act,
  fix: 'Take the last edits of the schema back until `schemactl diff --sql` works: what was taken back last is what the engine fails on. Write that part in another way, and report it.',
});

/** What is thrown where one of Prisma's engines fails instead of answering. */
export function engineFailed(
  { act, fix }: EngineTask,
  cause: unknown,
  said: string = cause instanceof Error ? cause.message : String(cause),
): SchemaServiceError {
  // A panic names a place in the engine before it says what happened.
  const [words = ''] = /^panicked at [^\n]*\n[^\n]*|^[^\n]*/.exec(said.trim()) ?? [];
  const oneLine = words.replace('\n', ' ');
  return new SchemaServiceError(
    {
      code: 'SCHEMA_ENGINE_FAILED',
      message: `Prisma's engine failed to ${act}.`,
      why: `It says: ${oneLine}`,
      fix,
      meta: { act, said: oneLine },
    },
    { cause },
  );
}
