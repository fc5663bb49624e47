import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';

const nullableText = Type.Union([Type.String(), Type.Null()]);

/** One change: who made it, from where, and what it was. */
export const AuditEntry = Type.Object({
  id: Type.String({ description: 'Rises from entry to entry; a number as text.' }),
  at: Type.String({ format: 'date-time' }),
  actor: Type.String({ description: 'The name of a token, or the role of who has the database.' }),
  tokenId: nullableText,
  action: Type.String({ description: 'A noun and a verb: token.create.' }),
  subject: Type.String(),
  detail: Type.Unsafe<Readonly<Record<string, unknown>>>({
    type: 'object',
    additionalProperties: true,
  }),
  requestId: nullableText,
  address: nullableText,
});
export type AuditEntry = Static<typeof AuditEntry>;

/** Changes, the newest first. */
export const AuditPage = Type.Object({
  entries: Type.Array(AuditEntry),
  next: Type.Union([Type.String(), Type.Null()], {
    description: 'What to send as `before` for the next page; null at the end.',
  }),
});
export type AuditPage = Static<typeof AuditPage>;

/** The audit log: who did. */
export const auditEndpoints = {
  listAudit: endpoint('GET', '/audit', {
    tag: 'audit',
    scope: 'admin',
    summary: 'Every change, the newest first.',
    params: Type.Object({}),
    query: Type.Object({
      before: Type.Optional(
        Type.String({ pattern: '^[0-9]{1,18}$', description: 'The id of an entry: `next`.' }),
      ),
      limit: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 500, default: 100, description: '1 to 500; 100.' }),
      ),
    }),
    response: AuditPage,
    failures: [400, 401, 403, 429, 503],
  }),
} as const;
