/** The one copy of the TypeScript API: ts-morph's, so that a user's own TypeScript version does not matter. */
export { ts } from 'ts-morph';
