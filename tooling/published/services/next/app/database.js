// @boundaries-ignore consumer of the published packages
import { createClient } from '@org/db-client';

let client;

/** Made at the first use: a build imports this module too, where there is no database. */
export function database() {
  client ??= createClient();
  return client;
}
