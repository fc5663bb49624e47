// @boundaries-ignore consumer of the published packages
import { createClient } from '@org/db-client';

/** A build imports this module too, where there is no database. */
export const database = createClient();
