/* htmx comes from its package as a classic script, which runs before every module. */
export const { htmx } = globalThis;
