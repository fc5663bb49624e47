// @boundaries-ignore consumer of the published packages
import { toJson } from '@org/db-client';
import { Badge } from './badge.js';
import { database } from './database.js';

export const dynamic = 'force-dynamic';

export default async function Page() {
  return <Badge post={toJson(await database.post.findFirstOrThrow())} />;
}
