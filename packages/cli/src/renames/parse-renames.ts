import type { Rename } from '@schema-service/schema-diff';
import { usageError } from '../usage-error.ts';

/** `--rename OLD=NEW` as the paths of both. A new name alone stands where the old one did: `Post.body=text`. */
export function parseRename(text: string): Rename {
  const [from = '', to = '', ...more] = text.split('=');
  if (from === '' || to === '' || more.length > 0) {
    throw usageError(`--rename ${text} is no rename.`, '--rename Post.body=Post.text');
  }
  const owner = from.includes('.') ? `${from.slice(0, from.lastIndexOf('.'))}.` : '';
  return { from, to: to.includes('.') ? to : `${owner}${to}` };
}
