import { type Static, Type } from 'typebox';
import { Version } from './version.ts';

/** The languages that have a client: `node` runs queries, `typescript` is types alone, `python` runs queries. */
export const clientLanguages = ['node', 'python', 'typescript'] as const;
export type ClientLanguage = (typeof clientLanguages)[number];

/** A generated client: what it is, how to check it and how to install it. */
export const ClientDescription = Type.Object({
  version: Version,
  language: Type.Enum(clientLanguages),
  ecosystem: Type.Enum(['npm', 'pypi'] as const),
  name: Type.String({ description: "The package's name in its ecosystem." }),
  filename: Type.String(),
  size: Type.Integer({ description: 'Bytes.' }),
  sha256: Type.String({ description: 'Lower-case hex.' }),
  integrity: Type.String({ description: 'Subresource integrity, sha512-<base64>.' }),
  publishedAt: Type.String({ format: 'date-time' }),
  download: Type.String({ description: 'Where the package itself is.' }),
  install: Type.String({ description: 'The command that installs it from this service.' }),
});
export type ClientDescription = Static<typeof ClientDescription>;
