import { hash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * A token as it is shown once and presented with every request:
 * `sst_<id>_<secret><checksum>`. The prefix is for secret scanners; the
 * checksum tells a mistyped token, and what only looks like one, without
 * asking the database.
 */
export interface TokenText {
  readonly text: string;
  readonly id: string;
  readonly secretHash: Buffer;
}

/** What a presented text claims to be. The secret is not in it. */
export type PresentedToken = Pick<TokenText, 'id' | 'secretHash'>;

const shape = /^sst_([0-9a-f]{32})_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;
/** A secret that somebody else made: long enough not to be guessed, and all of it printable. */
const foreign = /^[\x21-\x7e]{32,512}$/;

/** A new token: 256 random bits, and a digest of them to keep. */
export function newTokenText(): TokenText {
  const id = randomUUID();
  const secret = base62(BigInt(`0x${randomBytes(32).toString('hex')}`)).padStart(43, '0');
  const unchecked = `sst_${id.replaceAll('-', '')}_${secret}`;
  return { text: unchecked + checksum(unchecked), id, secretHash: sha256(secret) };
}

/**
 * What a text claims to be: which token, and the digest of the secret that it
 * brings. Nothing where it cannot be a token. A secret of another shape that
 * was given to the process (`ADMIN_TOKEN`) has the id that follows from it.
 */
export function presentedToken(text: string): PresentedToken | undefined {
  const [, id, secret] = shape.exec(text) ?? [];
  if (id !== undefined && secret !== undefined) {
    return { id: uuid(id), secretHash: sha256(secret) };
  }
  if (text.startsWith('sst_') || !foreign.test(text)) return undefined;
  const ownId = hash('sha256', `schema-service token id ${text}`, 'hex').slice(0, 32);
  return { id: uuid(ownId), secretHash: sha256(text) };
}

/** Whether a text of our shape is as it was made. What has another shape has no checksum. */
export function isIntact(text: string): boolean {
  return !text.startsWith('sst_') || checksum(text.slice(0, -6)) === text.slice(-6);
}

/** In the same time whatever they hold. */
export function isSameHash(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

function checksum(text: string): string {
  return base62(BigInt(crc32(text))).padStart(6, '0');
}

function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

function uuid(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function base62(value: bigint): string {
  let text = '';
  for (let rest = value; rest > 0n; rest /= 62n) text = digits.charAt(Number(rest % 62n)) + text;
  return text;
}
