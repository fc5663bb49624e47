import type { Content } from './representation.ts';

/** A document as JSON. JSON has no charset, and neither have the types that are made of it. */
export function jsonContent(
  document: object,
  type = 'application/json; charset=utf-8',
): Pick<Content, 'type' | 'body'> {
  return { type, body: JSON.stringify(document) };
}
