import type { IncomingHttpHeaders } from 'node:http';
import { LRUCache } from 'lru-cache';
import { type Freshness, forever } from './freshness.ts';
import { preferredType } from './negotiation.ts';
import type { Representation } from './representation.ts';

/** Which representations a URL has: one for each media type, by the key under which it is kept. */
export interface Shortcut {
  readonly types: readonly string[];
  readonly keys: readonly string[];
  /** The generation in which this was so, or {@link forever}. */
  readonly asOf: number;
  /** The `Host` that it was made for, where the answer names it. */
  readonly host?: string;
}

interface KeptShortcut extends Shortcut {
  /** What was chosen for the values of `Accept` that were seen. */
  readonly choices: Map<string, string>;
}

/**
 * How sure one must be that what is kept still holds: changes are `heard` of,
 * the database was just asked (`checked`), or nobody can say (`unknown`).
 */
export type Knowledge = 'heard' | 'checked' | 'unknown';

/** Representations by key, and the URLs that lead to them; bounded, and the least used goes first. */
export interface RepresentationCache {
  /** What to answer a GET of the URL, where it is kept and holds. */
  readonly find: (
    url: string,
    headers: IncomingHttpHeaders,
    knowledge: Knowledge,
  ) => Representation | undefined;
  /** The kept one, or what `make` gives, which runs once for all who ask at the same time. */
  readonly obtain: (
    key: string,
    asOf: number,
    make: () => Promise<Representation>,
  ) => Promise<Representation>;
  readonly remember: (url: string, shortcut: Shortcut) => void;
  readonly size: () => { readonly representations: number; readonly bytes: number };
}

/** A URL longer than this is answered, and not remembered. */
const longestUrl = 1_024;
const mostUrls = 10_000;
const mostChoices = 16;

/** @param bytes how much memory the representations may take */
export function createRepresentationCache(
  bytes: number,
  freshness: Freshness,
): RepresentationCache {
  const representations = new LRUCache<string, { asOf: number; representation: Representation }>({
    maxSize: bytes,
    sizeCalculation: ({ representation }) => representation.weight,
  });
  const shortcuts = new LRUCache<string, KeptShortcut>({ max: mostUrls });
  const making = new Map<string, Promise<Representation>>();

  const holds = (asOf: number, knowledge: Knowledge): boolean =>
    asOf === forever ||
    knowledge === 'unknown' ||
    (asOf === freshness.generation() && (knowledge === 'checked' || freshness.isHeard()));

  const find: RepresentationCache['find'] = (url, headers, knowledge) => {
    const shortcut = shortcuts.get(url);
    if (shortcut === undefined || !holds(shortcut.asOf, knowledge)) return undefined;
    if (shortcut.host !== undefined && shortcut.host !== headers.host) return undefined;
    const kept = representations.get(chosenKey(shortcut, headers.accept));
    if (kept === undefined || !holds(kept.asOf, knowledge)) return undefined;
    return kept.representation;
  };

  const obtain: RepresentationCache['obtain'] = async (key, asOf, make) => {
    const kept = representations.get(key);
    if (kept?.asOf === asOf) return kept.representation;
    const maker = `${asOf} ${key}`;
    const underWay = making.get(maker);
    if (underWay !== undefined) return underWay;
    const made = make();
    making.set(maker, made);
    try {
      const representation = await made;
      representations.set(key, { asOf, representation });
      return representation;
    } finally {
      making.delete(maker);
    }
  };

  return {
    find,
    obtain,
    remember: (url, shortcut) => {
      if (url.length > longestUrl) return;
      shortcuts.set(url, { ...shortcut, choices: new Map() });
    },
    size: () => ({ representations: representations.size, bytes: representations.calculatedSize }),
  };
}

function chosenKey({ types, keys, choices }: KeptShortcut, accept: string | undefined): string {
  if (keys.length === 1 || accept === undefined) return keys[0] ?? '';
  const known = choices.get(accept);
  if (known !== undefined) return known;
  const key = keys[preferredType(accept, types)] ?? '';
  if (choices.size < mostChoices) choices.set(accept, key);
  return key;
}
