import type { ArtifactSummary } from '@schema-service/catalog';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { forever } from '../serving/freshness.ts';
import { preferredType } from '../serving/negotiation.ts';
import {
  artifactTag,
  type Caching,
  type Content,
  makeRepresentation,
  type Representation,
  validators,
} from '../serving/representation.ts';
import type { Serving } from '../serving/serving.ts';
import { type AnsweredStatus, matches, writeAnswer } from '../serving/write-answer.ts';
import { record } from '../telemetry/telemetry.ts';

/** What a route has to answer with. */
export interface Resource {
  /** `fixed` is what an exact version or a digest names: it is kept for ever. `current` holds until something of the releases changes. */
  readonly lifetime: 'fixed' | 'current';
  /** Its text has the public URL in it. */
  readonly namesUs?: boolean;
  /** One for each media type that it can be had in; the first for who asks for none of them. */
  readonly offers: readonly [Offer, ...Offer[]];
}

export interface Offer {
  /** As it is negotiated: without parameters. */
  readonly type: string;
  /** Names the content: the same key, the same content, until something changes. */
  readonly key: string;
  /** The next version of this service may say it otherwise: caches ask again, also where it is fixed. */
  readonly isRevised?: true;
  /** Where it is one: who has it already is answered before its bytes are read. */
  readonly artifact?: ArtifactSummary;
  /** Runs where it is not kept, once for all who ask at the same time. */
  readonly make: () => Promise<Omit<Content, 'artifact'>>;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The generation of what is read for this request; -1 until its sender is known to be allowed. */
    asOf: number;
  }
  interface FastifyReply {
    /** Answers from what is kept, or makes it and keeps it. The headers that hooks have set go along. */
    represent(resource: Resource): Promise<void>;
  }
}

/** The warning of RFC 7234, 5.5.1: nobody could say whether the answer still holds. */
const staleWarning = ['warning', '110 - "Response is Stale"'] as const;

/** Serves representations: what is kept before the handler runs, what is made after it. */
export const representations = fp(
  async (server, { serving }: { readonly serving: Serving }) => {
    const { cache, freshness } = serving;

    server.decorateRequest('asOf', -1);
    server.addHook('onRequest', async (request, reply) => {
      request.asOf = freshness.generation();
      if (request.method !== 'GET' && request.method !== 'HEAD') return;
      const { originalUrl, headers } = request;
      let found = cache.find(originalUrl, headers, 'heard');
      if (!found && !freshness.isHeard() && cache.find(originalUrl, headers, 'unknown')) {
        if (!(await freshness.revalidate())) return void answerStale(serving, request, reply);
        request.asOf = freshness.generation();
        found = cache.find(originalUrl, headers, 'checked');
      }
      if (!found) return;
      record('cacheReads', 1, { result: 'hit' });
      answer(serving, reply, found);
    });
    // What this process changed is seen by who asks next, before it is heard of as an event.
    server.addHook('onSend', async (request, reply, payload) => {
      const { scope } = request.routeOptions.config;
      const changes = scope === 'publish' || scope === 'admin';
      if (changes && reply.statusCode < 400 && request.method !== 'GET') freshness.changed();
      return payload;
    });

    server.decorateReply('represent', async function (this: FastifyReply, resource: Resource) {
      const { request } = this;
      const { offers, lifetime, namesUs = false } = resource;
      const { url, keptFor } = namesUs ? request.publicAddress() : { url: '', keptFor: 'all' };
      const isKept = keptFor !== 'nobody';
      const types = offers.map(({ type }) => type);
      const offer = offers[preferredType(request.headers.accept, types)] ?? offers[0];
      const caching: Caching = {
        cacheControl: cacheControl(
          offer.isRevised ? 'current' : lifetime,
          isKept ? serving.audience : 'private',
        ),
        vary: [...(offers.length > 1 ? ['accept'] : []), ...serving.vary],
      };
      record('cacheReads', 1, { result: 'miss' });
      if (isKnown(request, offer)) {
        const head = validators(artifactTag(offer.artifact), caching);
        this.hijack()
          .raw.writeHead(304, [...head, ...headersOf(this)])
          .end();
        return served(serving, request, offer.artifact, 304);
      }
      const make = async (): Promise<Representation> => {
        const { artifact } = offer;
        const content = { ...(await offer.make()), ...(artifact ? { artifact } : {}) };
        return makeRepresentation(content, caching);
      };
      if (!isKept) return answer(serving, this, await make());
      const asOf = lifetime === 'fixed' ? forever : request.asOf;
      const keyOf = ({ key }: Offer): string => `${lifetime} ${url} ${key}`;
      const representation = await cache.obtain(keyOf(offer), asOf, make);
      const shortcut = { types, keys: offers.map(keyOf), asOf };
      const { host } = request.headers;
      if (keptFor === 'all') cache.remember(request.originalUrl, shortcut);
      else if (keptFor === 'host' && host !== undefined) {
        cache.remember(request.originalUrl, { ...shortcut, host });
      }
      answer(serving, this, representation);
    });
  },
  { name: 'representations', dependencies: ['authorization', 'drain'] },
);

/** Answers with what is kept, as nobody can say whether it holds. False where nothing is, or the sender is not known to be allowed. */
export function answerStale(
  serving: Serving,
  request: FastifyRequest,
  reply: FastifyReply,
): boolean {
  if (request.asOf < 0 || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
  const found = serving.cache.find(request.originalUrl, request.headers, 'unknown');
  if (!found) return false;
  record('cacheReads', 1, { result: 'stale' });
  answer(serving, reply, found, staleWarning);
  return true;
}

function answer(
  serving: Serving,
  reply: FastifyReply,
  representation: Representation,
  others: readonly string[] = [],
): void {
  const headers = [...headersOf(reply), ...others];
  const { raw } = reply.hijack().request;
  const status = writeAnswer(raw, reply.raw, representation, headers);
  served(serving, reply.request, representation.artifact, status);
}

function served(
  { onServed }: Serving,
  request: FastifyRequest,
  artifact: ArtifactSummary | undefined,
  status: AnsweredStatus,
): void {
  if (artifact) onServed?.(request.raw, artifact, status, request.actor.tokenId);
}

function isKnown(
  { headers }: FastifyRequest,
  offer: Offer,
): offer is Offer & Required<Pick<Offer, 'artifact'>> {
  const known = headers['if-none-match'];
  return known !== undefined && !!offer.artifact && matches(known, artifactTag(offer.artifact));
}

/** `immutable` is for what an exact version names. The rest is kept, and asked for again: a tag makes that cheap. */
function cacheControl(lifetime: Resource['lifetime'], audience: Serving['audience']): string {
  return lifetime === 'fixed'
    ? `${audience}, max-age=31536000, immutable`
    : `${audience}, no-cache`;
}

/** What hooks have set, names and values in turn. The hook for what is sent does not see these answers. */
function headersOf(reply: FastifyReply): readonly string[] {
  if (reply.server.drain.isDraining) reply.header('connection', 'close');
  return Object.entries(reply.getHeaders()).flatMap(([name, value]) =>
    // What an answer varies by is its own to say.
    value === undefined || name === 'vary' ? [] : [name, String(value)],
  );
}
