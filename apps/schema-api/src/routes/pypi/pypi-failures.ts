import type { preSerializationAsyncHookHandler } from 'fastify';

/** pip and twine print the reason phrase of a refusal and nothing else of it. */
export const explainToPip: preSerializationAsyncHookHandler = async (_request, reply, payload) => {
  const { message } = { message: undefined, ...Object(payload) };
  if (reply.statusCode >= 400 && typeof message === 'string') {
    reply.raw.statusMessage = message.replace(/[^\x20-\x7e]/g, '?').slice(0, 200);
  }
  return payload;
};
