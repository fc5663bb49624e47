declare module 'virtual:endpoints' {
  /** Of each only the method and the path. */
  export const endpoints: typeof import('@schema-service/api-contract').endpoints;
}
