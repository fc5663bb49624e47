import { type Static, Type } from 'typebox';

/** What every answer that is not a success carries; programs match `code`, people read the rest. */
export const ErrorEnvelope = Type.Object(
  {
    code: Type.String({ description: 'Stable, upper snake case, e.g. VERSION_NOT_FOUND.' }),
    message: Type.String({ description: 'What is wrong.' }),
    why: Type.Optional(Type.String({ description: 'Why it is an error.' })),
    fix: Type.Optional(Type.String({ description: 'What to do about it.' })),
    meta: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), { description: 'The facts behind the message.' }),
    ),
  },
  { description: 'An expected failure, or a bug that carries its request id.' },
);
export type ErrorEnvelope = Static<typeof ErrorEnvelope>;
