import type { IncomingMessage, ServerResponse } from 'node:http';
import { preferredCoding } from './negotiation.ts';
import type { Form, Representation } from './representation.ts';

/** What was answered: all of it, a range of it, that it is unchanged, that it is elsewhere, that it has no such range. */
export type AnsweredStatus = 200 | 206 | 304 | 307 | 416;

/**
 * Answers a GET or HEAD with a representation, and gives the status.
 *
 * @param others headers beside those of the representation, names and values in turn
 */
export function writeAnswer(
  { method, headers }: IncomingMessage,
  response: ServerResponse,
  representation: Representation,
  others: readonly string[] = [],
): AnsweredStatus {
  const send = (status: AnsweredStatus, head: readonly string[], body?: Buffer): AnsweredStatus => {
    response.writeHead(status, others.length === 0 ? (head as string[]) : [...head, ...others]);
    if (body === undefined || method === 'HEAD') response.end();
    else response.end(body);
    return status;
  };
  if (representation.status === 307) return send(307, representation.plain.headers);
  const { 'if-none-match': known, range } = headers;
  if (known !== undefined && matches(known, representation.etag)) {
    return send(304, representation.notModified);
  }
  if (range !== undefined && representation.artifact !== undefined && method === 'GET') {
    const { plain, etag } = representation;
    const wanted = isSame(headers['if-range'], etag) ? parseRange(range, plain.bytes) : 'whole';
    if (wanted === 'none') {
      const size = ['content-range', `bytes */${plain.bytes.byteLength}`, 'content-length', '0'];
      return send(416, [...representation.notModified, ...size]);
    }
    if (wanted !== 'whole') return send(206, ...partOf(plain, wanted));
  }
  const form = formFor(representation, headers['accept-encoding']);
  return send(200, form.headers, form.bytes);
}

/** Whether an `If-None-Match` has the tag: `*`, or a list, compared weakly (RFC 9110, 13.1.2). */
export function matches(ifNoneMatch: string, etag: string): boolean {
  if (ifNoneMatch === etag || ifNoneMatch.trim() === '*') return true;
  const opaque = etag.slice(etag.indexOf('"'));
  return ifNoneMatch.split(',').some((one) => one.trim().replace(/^W\//, '') === opaque);
}

/** `If-Range` compares strongly; a date never fits, because no answer has one. */
function isSame(ifRange: string | string[] | undefined, etag: string): boolean {
  return ifRange === undefined || ifRange === etag;
}

interface Range {
  readonly first: number;
  readonly last: number;
}

/** One range of bytes. What is none, and several at once, are answered with the whole, as RFC 9110 allows. */
function parseRange(header: string, { byteLength }: Buffer): Range | 'whole' | 'none' {
  const [, from = '', to = ''] = /^bytes=\s*(\d*)\s*-\s*(\d*)\s*$/.exec(header) ?? [];
  if (from === '' && to === '') return 'whole';
  if (from === '') {
    const length = Math.min(Number(to), byteLength);
    return length === 0 ? 'none' : { first: byteLength - length, last: byteLength - 1 };
  }
  const first = Number(from);
  const last = to === '' ? byteLength - 1 : Math.min(Number(to), byteLength - 1);
  if (to !== '' && Number(to) < first) return 'whole';
  return first >= byteLength ? 'none' : { first, last };
}

function partOf({ bytes, headers }: Form, { first, last }: Range): [readonly string[], Buffer] {
  const part = bytes.subarray(first, last + 1);
  // The length of the whole stands last.
  const described = [...headers.slice(0, -2), 'content-length', String(part.byteLength)];
  return [[...described, 'content-range', `bytes ${first}-${last}/${bytes.byteLength}`], part];
}

function formFor(
  { plain, codings, compressed }: Representation,
  accepted: string | string[] | undefined,
): Form {
  if (accepted === undefined || codings.length === 0) return plain;
  const coding = choose(String(accepted), codings);
  return (coding !== undefined && compressed.get(coding)) || plain;
}

/** What was chosen for a header and the codings in their order: few clients, few of either. */
const choices = new Map<string, Representation['codings'][number] | undefined>();
const mostChoices = 500;

function choose(accepted: string, codings: Representation['codings']) {
  const question = `${codings.join()} ${accepted}`;
  if (choices.has(question)) return choices.get(question);
  const coding = preferredCoding(accepted, codings);
  if (choices.size < mostChoices && accepted.length < 200) choices.set(question, coding);
  return coding;
}
