import type { preSerializationAsyncHookHandler } from 'fastify';

/** npm prints the `error` of a refusal and nothing else of it. */
export const explainToNpm: preSerializationAsyncHookHandler = async (_request, reply, payload) =>
  reply.statusCode < 400 ? payload : { error: messageOf(payload), ...Object(payload) };

function messageOf(payload: unknown): unknown {
  return { message: undefined, ...Object(payload) }.message;
}
