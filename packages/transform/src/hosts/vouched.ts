/** The option `pure` where there is no other place for it: an environment variable, which programs and workers inherit. */

export const PURE = 'PARLOOP_PURE';

/** `lodash-es,date-fns/format` */
export const namesIn = (text: string): string[] => text.split(/[\s,]+/).filter((name) => name !== '');

/** @param more what a flag or a configuration says besides */
export const vouched = (more: readonly string[] = []): string[] => [...more, ...namesIn(process.env[PURE] ?? '')];
