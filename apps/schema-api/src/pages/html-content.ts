import type { Content } from '../serving/representation.ts';

/** A page as what a route represents, with what it may load. */
export function htmlContent(html: string, contentSecurityPolicy: string): Content {
  return {
    type: 'text/html; charset=utf-8',
    body: html,
    headers: [
      ...['content-security-policy', contentSecurityPolicy],
      ...['x-content-type-options', 'nosniff'],
      ...['referrer-policy', 'no-referrer'],
    ],
  };
}
