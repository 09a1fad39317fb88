import type { Span } from './diagnostic.ts';

/** `inner` lies in `outer`, or is it. */
export const within = (outer: Span, inner: Span): boolean => inner.start >= outer.start && inner.end <= outer.end;
