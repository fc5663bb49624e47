// @boundaries-ignore consumer of the published packages
import * as db from '@org/db-client';
import exercise from '../../exercise.cjs';

export async function POST() {
  return Response.json(await exercise(db, process.env.DATABASE_URL));
}
