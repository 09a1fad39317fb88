/**
 * The same question as `mayHaveAnnotation` of `transform.ts`, which cannot be imported here: that module brings
 * TypeScript along, and a program without annotations must not pay for it.
 */
export const mayHaveAnnotation = (text: string): boolean => text.includes('@parallel') || text.includes('@threaded');
