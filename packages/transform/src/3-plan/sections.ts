/** Dependences between the sections of a block or literal. */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Graph, Origin } from '../records/graph.ts';
import { type Cause, placeOf } from './cause.ts';

export const isSectioned = ({ header }: Graph): boolean => header.kind === 'sections';

export function betweenSections(span: Span, name: string, write: { span: Span; origin?: Origin }): Cause {
  const related = { message: `another section gives it to '${name}' here`, ...placeOf(write) };
  return { code: 'PAR3010', args: { name }, span, variable: name, related };
}
