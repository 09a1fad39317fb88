/** Programs through `transform()`, and both versions as functions: many at once. */
import type { Diagnostic, WorkerModule } from '@parloop/transform';
import { transformSync } from 'esbuild';
import type { Kit } from './kit.ts';
import type { Make } from './outcome.ts';
import { PACKAGE_FILES, PACKAGE_SCRIPT, withoutImports } from './package.ts';

/** A program after `transform()`. */
export interface Transformed {
  readonly seed: number;
  readonly source: string;
  readonly code: string;
  readonly bodies: readonly WorkerModule[];
  readonly errors: readonly Diagnostic[];
  /** `transform()` threw. */
  readonly crash?: string;
}

/** Both versions, ready to run. */
export interface Ready {
  readonly program: Transformed;
  readonly original: Make;
  readonly parallel: Make;
  /** Registers the worker modules in this thread. */
  readonly register: () => void;
}

export const urlOf = (seed: number, index: number): string => `fuzz:${seed}/${index}`;

/** @param ref URL of a worker module */
export function transformed({ transform }: Kit, seed: number, source: string, ref = urlOf): Transformed {
  try {
    const host = { readFile: (path: string) => PACKAGE_FILES.get(path), resolve: () => undefined };
    const options = { host, ref: ({ index }: WorkerModule) => JSON.stringify(ref(seed, index)) };
    const { code, workerModules, diagnostics } = transform(source, `/fuzz/${seed}.ts`, options);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    return { seed, source, code, bodies: workerModules, errors };
  } catch (error) {
    return {
      seed,
      source,
      code: source,
      bodies: [],
      errors: [],
      crash: error instanceof Error ? `${error.stack}` : `${error}`,
    };
  }
}

const IMPORT = /^import \* as (\$?\w+) from "@parloop\/runtime";/m;

/** A module as an expression: a function of the runtime. */
function unit(code: string): string {
  const name = IMPORT.exec(code)?.[1] ?? '$runtime';
  const text = withoutImports(code.replace(IMPORT, ''), 1).replace(/(^|; )export (?=[a-z]+ )/gm, '$1');
  return `(function (${name}) { "use strict"; ${text}\nreturn { run, state: typeof state === 'function' ? state : () => undefined }; }),\n`;
}

const bodyUnit = (code: string): string => `(function () { "use strict"; ${withoutImports(code, 2)}\n}),\n`;

const script = (units: readonly string[]): string =>
  transformSync(`$units.push(${units.join('')});`, { loader: 'ts', target: 'esnext', tsconfigRaw: {} }).code;

function evaluate(units: readonly string[]): unknown[] {
  const made: unknown[] = [];
  new Function('$units', `${PACKAGE_SCRIPT}\n${script(units)}`)(made);
  return made;
}

const unitsOf = ({ source, code, bodies }: Transformed): string[] => [
  unit(source),
  unit(code),
  ...bodies.map((body) => bodyUnit(body.code)),
];

function ready(program: Transformed, made: readonly unknown[]): Ready {
  const [original, parallel, ...bodies] = made as [Make, Make, ...(() => void)[]];
  const register = (): void => {
    for (const body of bodies) body();
  };
  return { program, original, parallel, register };
}

/** One program. @throws Error when a version is no JavaScript */
export const prepare = (program: Transformed): Ready => ready(program, evaluate(unitsOf(program)));

/** Many programs; those of which a version is no JavaScript are `broken`. */
export function prepareAll(programs: readonly Transformed[]): { ready: Ready[]; broken: Map<Transformed, string> } {
  const broken = new Map<Transformed, string>();
  const units = programs.map(unitsOf);
  try {
    const made = evaluate(units.flat());
    return { ready: programs.map((program, p) => ready(program, made.splice(0, units[p]!.length))), broken };
  } catch {
    const each = programs.flatMap((program) => {
      try {
        return [prepare(program)];
      } catch (error) {
        broken.set(program, String(error));
        return [];
      }
    });
    return { ready: each, broken };
  }
}
