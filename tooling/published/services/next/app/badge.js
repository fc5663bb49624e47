'use client';
// For the browser: an enum, and rows that came as JSON.
// @boundaries-ignore consumer of the published packages
import { fromJson, Status } from '@org/db-client';

export function Badge({ post }) {
  const { id } = fromJson('Post', post);
  return <b>{`${Status.ARCHIVED}, ${id + 1n}`}</b>;
}
