import type { IncomingMessage } from 'node:http';
import type { ServingSeams } from '../serving/front.ts';
import type { Usage } from './count-downloads.ts';
import { packageManager } from './package-manager.ts';

/** Counts the packages that go out whole: not those that a client has already (304), nor parts of them. */
export function countServed(
  usage: Usage,
  tokenIdOf: (request: IncomingMessage) => string | undefined,
): NonNullable<ServingSeams['onServed']> {
  return (request, { version, name }, status, tokenId = tokenIdOf(request)) => {
    if (request.method !== 'GET' || status !== 200) return;
    const manager = packageManager(request.headers['user-agent']);
    usage.count({
      ...{ version, package: name, manager },
      ...(tokenId === undefined ? {} : { tokenId }),
    });
  };
}
