import { expect, test } from 'vitest';
import { clientName } from './database-clients.ts';
import { packageManager } from './package-manager.ts';

test.each([
  ['npm/11.19.0 node/v24.11.0 linux x64 workspaces/false', 'npm'],
  ['pnpm/12.21.0 npm/? node/v24.11.0 linux x64', 'pnpm'],
  ['yarn/1.22.22 npm/? node/v20.20.2 linux x64', 'yarn'],
  ['Bun/1.3.1', 'bun'],
  ['Deno/2.5.0', 'deno'],
  ['pip/26.0 {"ci":null,"cpu":"x86_64","distro":{"name":"Debian"}}', 'pip'],
  ['uv/0.9.7 {"installer":{"name":"uv","version":"0.9.7"}}', 'uv'],
  ['poetry/2.2.1 CPython/3.13.5 Linux/6.1', 'poetry'],
  ['RenovateBot/42.0.0', 'renovate'],
  ['curl/8.5.0', 'curl'],
  ['Mozilla/5.0 (X11; Linux x86_64)', 'browser'],
  ['evil-thing/1.0', 'other'],
  ['constructor/1', 'other'],
  ['', 'other'],
  [undefined, 'other'],
])('%s is %s', (userAgent, expected) => {
  expect(packageManager(userAgent)).toBe(expected);
});

test.each([
  ['@org/db-client@2.0.0', { service: null, client: '@org/db-client', version: '2.0.0' }],
  ['web @org/db-client@2.0.0', { service: 'web', client: '@org/db-client', version: '2.0.0' }],
  [
    'the ingestor org-db-client@2.0.0-rc.1',
    { service: 'the ingestor', client: 'org-db-client', version: '2.0.0-rc.1' },
  ],
  ['psql', undefined],
  ['', undefined],
  ['someone@example.org', undefined],
  ['web client@2.0', undefined],
])('%j is %o', (application, expected) => {
  expect(clientName(application)).toEqual(expected);
});
