import { SchemaServiceError } from '@schema-service/errors';
import type { Pool, PoolClient } from 'pg';
import { type ChangeOrigin, recordChange } from '../audit/audit-log.ts';
import { inTransaction, withClient } from '../database/with-client.ts';
import { isGranted, type Scope } from './scopes.ts';
import type {
  CreatedToken,
  IdTokenUse,
  NewToken,
  StoredToken,
  Token,
  TokenSource,
  TokenStore,
} from './token.ts';
import { newTokenText, presentedToken, type TokenText } from './token-text.ts';

/** Exchanged tokens are many and short: their rows go this long after they expired. */
const kept = '30 days';

interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly secret_sha256: Buffer;
  readonly scopes: readonly Scope[];
  readonly made_by: TokenSource;
  readonly created_by: string;
  readonly maker_id: string | null;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
  readonly last_used_at: Date | null;
}

const isAlive = 'revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())';
/** `$1` and what was made by it, at any remove. */
const family = `WITH RECURSIVE family AS (
  SELECT id FROM schema_catalog.token WHERE id = $1
  UNION SELECT made.id FROM schema_catalog.token made JOIN family ON made.maker_id = family.id)`;

/** The tokens, in the catalog's database. */
export function createTokenStore(pool: Pool): TokenStore {
  return {
    find: (id) => withClient(pool, (client) => find(client, id)),
    list: ({ of, before, limit }) =>
      withClient(pool, async (client) => {
        const { rows } = await client.query<TokenRow>(
          `${family} SELECT * FROM schema_catalog.token
           WHERE ($1::uuid IS NULL OR id IN (SELECT id FROM family))
             AND ($2::uuid IS NULL OR (created_at, id) <
                  (SELECT created_at, id FROM schema_catalog.token WHERE id = $2))
           ORDER BY created_at DESC, id DESC LIMIT $3`,
          [of ?? null, before ?? null, limit + 1],
        );
        const tokens = rows.slice(0, limit).map(toToken);
        return { tokens, next: rows.length > limit ? (tokens.at(-1)?.id ?? null) : null };
      }),
    create: (token, origin) =>
      inTransaction(pool, async (client) => {
        const maker = await makerOf(client, origin);
        const missing = token.scopes.filter((scope) => !isGranted(maker.scopes, scope));
        if (missing.length > 0) throw notHeld(maker, missing);
        const latest = maker.scopes.includes('admin') ? null : maker.expires_at;
        return insert(client, newTokenText(), { ...token, maker, latest }, origin);
      }),
    exchange: (token, use, origin) =>
      inTransaction(pool, async (client) => {
        if (use !== undefined) await useOnce(client, use);
        await client.query(
          `DELETE FROM schema_catalog.token WHERE made_by = 'exchange' AND expires_at < now() - interval '${kept}'`,
        );
        return insert(client, newTokenText(), token, origin);
      }),
    createFirst: (token) =>
      inTransaction(pool, async (client) => {
        await oneAtATime(client);
        const { rowCount } = await client.query(
          `SELECT FROM schema_catalog.token WHERE 'admin' = ANY (scopes) AND ${isAlive} LIMIT 1`,
        );
        if (rowCount !== 0) return undefined;
        return insert(client, newTokenText(), { ...token, scopes: ['admin'], madeBy: 'start' });
      }),
    adoptAdmin: (text, name) =>
      inTransaction(pool, async (client) => {
        const given = presentedToken(text);
        if (given === undefined) throw new Error('An admin token that can be no token.');
        await oneAtATime(client);
        const known = await find(client, given.id);
        if (known !== undefined) {
          const isKnown = known.revokedAt === null && known.secretHash.equals(given.secretHash);
          return isKnown ? 'known' : 'ended';
        }
        const { rows } = await client.query<{ id: string }>(
          `UPDATE schema_catalog.token SET revoked_at = clock_timestamp()
           WHERE made_by = 'environment' AND revoked_at IS NULL RETURNING id`,
        );
        for (const { id } of rows) {
          await recordChange(client, { action: 'token.revoke', subject: id });
        }
        await insert(
          client,
          { ...given, text },
          { name, scopes: ['admin'], madeBy: 'environment' },
        );
        return 'adopted';
      }),
    revoke: (id, { withMade }, origin) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ id: string; name: string }>(
          `${family} UPDATE schema_catalog.token SET revoked_at = clock_timestamp()
           WHERE revoked_at IS NULL AND (id = $1 OR $2 AND id IN (SELECT id FROM family))
           RETURNING id, name`,
          [id, withMade],
        );
        for (const { id: subject, name } of rows) {
          await recordChange(client, { action: 'token.revoke', subject, detail: { name } }, origin);
        }
        return rows.map((row) => row.id);
      }),
    isMadeBy: (id, maker) =>
      withClient(pool, async (client) => {
        const { rowCount } = await client.query(`${family} SELECT FROM family WHERE id = $2`, [
          maker,
          id,
        ]);
        return rowCount === 1;
      }),
    noteUse: (id) =>
      withClient(pool, async (client) => {
        await client.query(
          `UPDATE schema_catalog.token SET last_used_at = date_trunc('minute', now())
           WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < date_trunc('minute', now()))`,
          [id],
        );
      }),
  };
}

async function find(client: PoolClient, id: string): Promise<StoredToken | undefined> {
  const { rows } = await client.query<TokenRow>(
    'SELECT * FROM schema_catalog.token WHERE id = $1',
    [id],
  );
  const [row] = rows;
  return row && { ...toToken(row), secretHash: row.secret_sha256 };
}

/** Kept until the transaction ends, so that it cannot be ended in the meantime. */
async function makerOf(client: PoolClient, { tokenId }: ChangeOrigin): Promise<TokenRow> {
  const { rows } = await client.query<TokenRow>(
    `SELECT * FROM schema_catalog.token WHERE id = $1 AND ${isAlive} FOR SHARE`,
    [tokenId ?? null],
  );
  const [maker] = rows;
  if (maker !== undefined) return maker;
  throw new SchemaServiceError({
    code: 'TOKEN_INVALID',
    message: 'The token that asks for another has ended.',
    fix: 'Ask an admin for a token.',
  });
}

async function useOnce(client: PoolClient, { issuer, jti, expiresAt }: IdTokenUse): Promise<void> {
  await client.query('DELETE FROM schema_catalog.exchanged_id_token WHERE expires_at < now()');
  const { rowCount } = await client.query(
    `INSERT INTO schema_catalog.exchanged_id_token (issuer, jti, expires_at)
     VALUES ($1, $2, to_timestamp($3)) ON CONFLICT DO NOTHING`,
    [issuer, jti, expiresAt],
  );
  if (rowCount === 1) return;
  throw new SchemaServiceError({
    code: 'ID_TOKEN_USED',
    message: 'This ID token was exchanged before.',
    why: 'Each is good for one exchange, so that one which leaks is worth nothing.',
    fix: 'Ask the CI system for a new one.',
    meta: { issuer },
  });
}

/** First tokens are made by one process at a time. */
async function oneAtATime(client: PoolClient): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('schema_catalog.token', 0))`);
}

type InsertedToken = NewToken & { readonly maker?: TokenRow; readonly latest?: Date | null };

async function insert(
  client: PoolClient,
  { text, id, secretHash }: TokenText,
  { name, scopes, madeBy, lifetime, maker, latest = null }: InsertedToken,
  origin?: ChangeOrigin,
): Promise<CreatedToken> {
  const { rows } = await client.query<TokenRow>(
    `INSERT INTO schema_catalog.token
       (id, name, secret_sha256, scopes, made_by, created_by, maker_id, expires_at)
     VALUES ($1, $2, $3, $4, $5, coalesce($6, session_user), $7,
             least($8::timestamptz, clock_timestamp() + make_interval(secs => $9)))
     RETURNING *`,
    [
      id,
      name,
      secretHash,
      [...new Set(scopes)].sort(),
      madeBy,
      origin?.actor ?? null,
      maker?.id ?? null,
      latest,
      lifetime ?? null,
    ],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('A token was made and is not there.');
  const token = toToken(row);
  const detail = { name, scopes: token.scopes, madeBy, expiresAt: token.expiresAt };
  await recordChange(client, { action: 'token.create', subject: id, detail }, origin);
  return { ...token, text };
}

function toToken(row: TokenRow): Token {
  return {
    kind: 'token',
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    madeBy: row.made_by,
    createdBy: row.created_by,
    makerId: row.maker_id,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  };
}

function notHeld(maker: TokenRow, missing: readonly Scope[]): SchemaServiceError {
  return new SchemaServiceError({
    code: 'TOKEN_SCOPE_NOT_HELD',
    message: `The token ${maker.name} has no scope ${missing.join(', ')} to give.`,
    why: 'A token can be made for no more than its maker may.',
    fix: `Ask for some of ${maker.scopes.join(', ')}, or ask an admin.`,
    meta: { missing, held: maker.scopes },
  });
}
