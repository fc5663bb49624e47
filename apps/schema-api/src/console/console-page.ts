import { SchemaServiceError } from '@schema-service/errors';
import { htmlContent } from '../pages/html-content.ts';
import type { Content } from '../serving/representation.ts';
import type { ConsoleFiles } from './console-files.ts';

/** Its own scripts and styles, and its own API: nothing inline, and nothing of another host. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * The console's page for a server at `publicUrl`: the same for each of its addresses, so that
 * whatever is linked has to begin with the path that the server is below.
 *
 * Throws `CONSOLE_NOT_BUILT`.
 */
export function consolePage(files: ConsoleFiles, publicUrl: string): Content {
  const page = files.page();
  if (page === undefined) throw notBuilt();
  const prefix = new URL(publicUrl).pathname.replace(/\/+$/, '');
  const body = page
    .replaceAll('"./assets/', `"${prefix}/console/assets/`)
    .replaceAll('href="/', `href="${prefix}/`)
    .replace('name="base" content=""', `name="base" content="${prefix}"`);
  return htmlContent(body, policy);
}

function notBuilt(): SchemaServiceError {
  return new SchemaServiceError({
    code: 'CONSOLE_NOT_BUILT',
    message: 'The console is not built.',
    why: 'The service runs from its sources, and the page is made by a build.',
    fix: 'Build it: npx pnpm@12 --filter @schema-service/console build',
  });
}
