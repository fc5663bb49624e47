// The key of the advisory lock: "SCHM" and "MIGR" in ASCII. PostgreSQL keeps
// advisory locks apart by database, so the database needs no part in the key.
export const LOCK_CLASS = 0x5343484d;
export const LOCK_OBJECT = 0x4d494752;
