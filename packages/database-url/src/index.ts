export type { ClientConfig } from './connection-settings.ts';
export {
  type DatabaseAddress,
  type DatabaseServers,
  type DatabaseUrl,
  looksLikeDatabaseUrl,
  readDatabaseServers,
  readDatabaseUrl,
} from './database-url.ts';
export type { SessionAttributes } from './parameters.ts';
export type { TlsSettings } from './tls-settings.ts';
export { readVariable, type Variables } from './variables.ts';
