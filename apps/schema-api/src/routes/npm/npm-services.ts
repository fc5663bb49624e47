import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { ArtifactSummary, ReleaseCatalog } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import { jsonContent } from '../../serving/json-content.ts';
import { newest } from './packument.ts';

const tags = ['npm'];
// Who audits sends what it has installed, and changes nothing.
const reading = { schema: { tags }, config: { scope: 'read' } } as const;
const searchQuery = Type.Object({
  text: Type.Optional(Type.String({ maxLength: 256 })),
  size: Type.Optional(Type.Integer({ minimum: 0, maximum: 250, default: 20 })),
  from: Type.Optional(Type.Integer({ minimum: 0, default: 0 })),
});

/** What npm asks of a registry beside packages: a search, an audit, and much that this one has not. */
export const npmServices: FastifyPluginAsyncTypebox<{ readonly catalog: ReleaseCatalog }> = async (
  server,
  { catalog },
) => {
  server.get(
    '/-/v1/search',
    { schema: { tags, querystring: searchQuery, otherAnswers: [304] } },
    (request, reply) => {
      const { text = '', size = 20, from = 0 } = request.query;
      const words = text.toLowerCase().split(/\s+/).filter(Boolean);
      const make = async () => {
        const artifacts = await catalog.listArtifacts({ ecosystem: 'npm' });
        const names = [...new Set(artifacts.map(({ name }) => name))];
        const found = names
          .flatMap((name) => newest(artifacts.filter((one) => one.name === name)) ?? [])
          .filter((artifact) => words.every((word) => describes(artifact, word)));
        const objects = found.slice(from, from + size).map(searchResult);
        return jsonContent({ objects, total: found.length, time: new Date().toISOString() });
      };
      const key = `search ${JSON.stringify([words, size, from])}`;
      const offer = { type: 'application/json', key, make };
      return reply.represent({ lifetime: 'current', offers: [offer] });
    },
  );

  // What an audit sends is a list of packages, mostly of others. Nobody reports advisories here.
  server.register(async (audits) => {
    audits.removeAllContentTypeParsers();
    audits.addContentTypeParser('*', (_request, body, done) => {
      body.on('end', () => done(null)).on('error', done);
      body.resume();
    });
    audits.post('/-/npm/v1/security/advisories/bulk', reading, async () => ({}));
    for (const path of ['/-/npm/v1/security/audits/quick', '/-/npm/v1/security/audits']) {
      audits.post(path, reading, async () => emptyAudit);
    }
  });

  for (const [path, why] of Object.entries(notHere)) {
    const handler = async (): Promise<never> => {
      throw new SchemaServiceError({
        code: 'ROUTE_NOT_FOUND',
        message: why,
        fix: 'The registry serves packages, dist-tags, a search and audits.',
      });
    };
    server.route({
      ...{ method: ['GET', 'PUT', 'POST', 'DELETE'], url: path, handler },
      ...{ schema: { hide: true }, config: { scope: 'read' } },
    });
  }
};

const noAccess = 'This registry has no access lists: what a token may is said where it is made.';

/** What npm's own registry has, and why this one has not: npm prints the reason. */
const notHere: Readonly<Record<string, string>> = {
  '/-/npm/v1/keys': 'This registry does not sign packages.',
  '/-/npm/v1/attestations/:name': 'This registry keeps no attestations.',
  '/-/npm/v1/hooks': 'This registry has no hooks of npm: it has webhooks of its own.',
  '/-/package/:name/access': noAccess,
  '/-/package/:name/visibility': noAccess,
  '/-/package/:name/collaborators': noAccess,
  '/-/org/:org/package': noAccess,
  '/-/org/:org/user': noAccess,
  '/-/team/:org/:team/package': noAccess,
  '/-/team/:org/:team/user': noAccess,
};

const emptyAudit = {
  actions: [],
  advisories: {},
  muted: [],
  metadata: {
    vulnerabilities: { info: 0, low: 0, moderate: 0, high: 0, critical: 0 },
    dependencies: 0,
    devDependencies: 0,
    optionalDependencies: 0,
    totalDependencies: 0,
  },
};

function describes({ name, manifest }: ArtifactSummary, word: string): boolean {
  const { description, keywords } = { description: '', keywords: [], ...manifest };
  return [name, description, ...[keywords].flat()].some((text) =>
    String(text).toLowerCase().includes(word),
  );
}

/** In the form that npm prints. Nobody is named: releases are published by the service. */
function searchResult({ name, version, manifest, publishedAt }: ArtifactSummary): object {
  const { description, keywords = [] } = { description: undefined, ...manifest };
  const score = { final: 1, detail: { quality: 1, popularity: 1, maintenance: 1 } };
  return {
    package: {
      ...{ name, version, description, keywords, date: publishedAt },
      scope: name.startsWith('@') ? name.slice(1, name.indexOf('/')) : 'unscoped',
      ...{ links: {}, publisher: { username: 'schema-service' }, maintainers: [] },
    },
    score,
    searchScore: 1,
  };
}
