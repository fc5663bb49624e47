/** What the fast path takes from Prisma. In a generated package it comes from the run time that the package carries. */
export { Decimal } from '@prisma/client/runtime/client';
export { parameterizeQuery } from '@prisma/client-engine-runtime';
export { ParamGraph } from '@prisma/param-graph';
export { parse as parseArray } from 'postgres-array';
