export { buildServer, type ServerOptions } from './build-server.ts';
export type { Config } from './config.ts';
export { type RunningSchemaApi, startSchemaApi } from './start-schema-api.ts';
