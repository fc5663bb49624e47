import type { ReleaseCatalog } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { maxSatisfying, valid, validRange } from 'semver';
import { versionNotFound } from './find-release.ts';

/** The parameters of routes that name a version. */
const names = ['version', 'from', 'to'];

/**
 * For `preHandler` of a route below `:version`: a tag or a range is sent on to
 * the exact version, so that an answer is one of what never changes. The address
 * is relative, which holds behind any host and base path.
 */
export function exactVersions(catalog: ReleaseCatalog) {
  return async (
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply | undefined> => {
    const asked = Object.entries(request.params as Readonly<Record<string, string>>);
    const params = await Promise.all(
      asked.map(
        async ([name, value]): Promise<[string, string]> =>
          names.includes(name) ? [name, await exactVersion(catalog, value)] : [name, value],
      ),
    );
    if (params.every(([, value], index) => value === asked[index]?.[1])) return undefined;
    const location = relativeUrl(request, Object.fromEntries(params));
    const make = async () => ({ type: '', body: '', location });
    const key = `redirect ${request.originalUrl}`;
    await reply.represent({ lifetime: 'current', offers: [{ type: '*/*', key, make }] });
    return reply;
  };
}

/**
 * The version that a text names: itself, what a tag says, or the highest that a
 * range holds, where prereleases count as semver has it and yanked versions do
 * not. Throws `REQUEST_INVALID` for what is none of the three, and
 * `VERSION_NOT_FOUND` where nothing of that name is published.
 */
export async function exactVersion(catalog: ReleaseCatalog, text: string): Promise<string> {
  // `v2.0.0` is a version for semver, and is written otherwise here.
  if (valid(text) !== null && !/^[v=\s]/.test(text)) return text;
  const range = validRange(text);
  if (range === null && !/^[a-zA-Z][\w.-]*$/.test(text)) throw notAReference(text);
  const tagged = range === null ? (await catalog.listTags())[text] : undefined;
  if (tagged !== undefined) return tagged;
  const versions = range === null ? [] : await catalog.listVersions();
  const candidates = versions.filter(({ yanked }) => yanked === undefined);
  const found = maxSatisfying(
    candidates.map(({ version }) => version),
    range ?? '',
  );
  if (range === null || found === null) throw await versionNotFound(catalog, text);
  return found;
}

function notAReference(text: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'REQUEST_INVALID',
    message: `${JSON.stringify(text)} is not a valid version.`,
    why: 'A semver version such as 2.0.0, a range such as ^2.0.0, or a tag such as latest.',
    fix: 'GET /versions lists the versions and tags.',
    meta: { where: 'params', name: 'version' },
  });
}

function relativeUrl(request: FastifyRequest, params: Readonly<Record<string, string>>): string {
  const path = (request.routeOptions.url ?? '')
    .replace(/:(\w+)/g, (_, name) => encodeURIComponent(params[name] ?? ''))
    .slice(1);
  const query = request.originalUrl.indexOf('?');
  const rest = query < 0 ? '' : request.originalUrl.slice(query);
  return `${'../'.repeat(path.split('/').length - 1)}${path}${rest}`;
}
