import type { PoolClient } from 'pg';

/**
 * Whether two tokens are in one hand: they are one, one made the other at any
 * remove, or one that is no admin's made both. What an admin makes for others is
 * theirs; that an admin could make one for itself is seen in the audit log.
 */
export async function isOfSameHand(
  client: PoolClient,
  one: string,
  other: string,
): Promise<boolean> {
  const { rows } = await client.query<{ same: boolean }>(
    `WITH RECURSIVE line (of, id, scopes, maker_id) AS (
       SELECT id, id, scopes, maker_id FROM schema_catalog.token WHERE id IN ($1, $2)
       UNION SELECT line.of, maker.id, maker.scopes, maker.maker_id
       FROM line JOIN schema_catalog.token maker ON maker.id = line.maker_id)
     SELECT exists (
       SELECT FROM line one JOIN line other ON other.id = one.id
       WHERE one.of = $1 AND other.of = $2
         AND ($1 = $2 OR NOT 'admin' = ANY (one.scopes))) AS same`,
    [one, other],
  );
  return rows[0]?.same ?? false;
}
