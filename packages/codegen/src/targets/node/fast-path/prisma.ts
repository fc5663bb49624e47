/** What the fast path takes from Prisma. In a generated package it comes from the run time that the package carries. */
export { Decimal } from '@prisma/client/runtime/client';
export { parse as parseArray } from 'postgres-array';
