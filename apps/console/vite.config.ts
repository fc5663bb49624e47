import { endpoints } from '@schema-service/api-contract';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

/**
 * `virtual:endpoints`: the method and path of each endpoint of the contract. The schemas, and the
 * validator that they are of, weigh more than the rest of the page together.
 */
function endpointData(): Plugin {
  const data = Object.entries(endpoints).map(([name, { method, path }]) => [
    name,
    { method, path },
  ]);
  return {
    name: 'endpoint-data',
    resolveId: (id) => (id === 'virtual:endpoints' ? `\0${id}` : null),
    load: (id) =>
      id === '\0virtual:endpoints'
        ? `export const endpoints = ${JSON.stringify(Object.fromEntries(data))};`
        : null,
  };
}

const api = 'http://127.0.0.1:4000';

export default defineConfig({
  // The server writes its own path prefix into the page; scripts find each other by themselves.
  base: './',
  plugins: [react(), endpointData()],
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: { target: 'es2023', modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  server: {
    proxy: Object.fromEntries(
      ['versions', 'schema', 'diff', 'client', 'migrations', 'environments', 'runs', 'rollouts']
        .concat([
          'consumers',
          'webhooks',
          'tokens',
          'audit',
          'events',
          'compatibility',
          'working-schemas',
        ])
        .map((path) => [`/${path}`, api]),
    ),
  },
});
