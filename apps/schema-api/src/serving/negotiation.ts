/** An element of an `Accept` or `Accept-Encoding` header: what is liked, and how much (0: not at all). */
interface Preference {
  readonly value: string;
  readonly quality: number;
}

function parsePreferences(header: string): readonly Preference[] {
  return header.split(',').flatMap((element) => {
    const [value = '', ...parameters] = element.split(';').map((part) => part.trim().toLowerCase());
    if (value === '') return [];
    const weight = parameters.find((parameter) => /^q\s*=/.test(parameter));
    const quality = weight === undefined ? 1 : Number(weight.slice(weight.indexOf('=') + 1));
    return [{ value, quality: quality >= 0 && quality <= 1 ? quality : 0 }];
  });
}

/**
 * Which of the media types a client likes best: by weight, then by the order in
 * its `Accept`, then by ours. The most specific range that fits a type decides
 * about it (RFC 9110). The first where it likes none: a document of another
 * type serves better than none.
 */
export function preferredType(accept: string | undefined, types: readonly string[]): number {
  if (accept === undefined || accept === '*/*' || types.length === 1) return 0;
  const preferences = parsePreferences(accept);
  let best = { index: 0, quality: 0, position: 0 };
  for (const [index, type] of types.entries()) {
    const position = mostSpecific(preferences, type);
    const quality = preferences[position]?.quality ?? 0;
    const isBetter =
      quality > best.quality || (quality === best.quality && position < best.position);
    if (quality > 0 && isBetter) best = { index, quality, position };
  }
  return best.index;
}

function mostSpecific(preferences: readonly Preference[], type: string): number {
  const group = `${type.slice(0, type.indexOf('/'))}/*`;
  for (const range of [type, group, '*/*']) {
    const position = preferences.findIndex(({ value }) => value === range);
    if (position !== -1) return position;
  }
  return -1;
}

/**
 * Which of the codings to send, given smallest first: the first of those that
 * the client likes best; `undefined` for the plain form, which serves everyone.
 */
export function preferredCoding<Coding extends string>(
  acceptEncoding: string,
  codings: readonly Coding[],
): Coding | undefined {
  const weights = new Map(
    parsePreferences(acceptEncoding).map(({ value, quality }) => [value, quality]),
  );
  // Not to be named is to be as good as nothing, but for `*`; the plain form yields unless it is asked for.
  let best: { readonly coding: Coding | undefined; readonly quality: number } = {
    coding: undefined,
    quality: weights.get('identity') ?? 0,
  };
  for (const coding of codings) {
    const quality = weights.get(coding) ?? weights.get('*') ?? 0;
    if (
      quality > 0 &&
      (quality > best.quality || (best.coding === undefined && quality === best.quality))
    )
      best = { coding, quality };
  }
  return best.coding;
}
