/**
 * The first half of the advisory lock's key: "SCHM" in ASCII. The second is the
 * ledger's. PostgreSQL keeps advisory locks apart by database, so the database
 * needs no part in the key.
 */
export const LOCK_CLASS = 0x5343484d;
