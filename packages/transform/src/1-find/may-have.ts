/** True when the text may contain an annotation; cheap enough for every file of a project. Imports nothing. */
export const mayHaveAnnotation = (text: string): boolean => text.includes('@parallel') || text.includes('@threaded');
