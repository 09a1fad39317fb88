/** The program that compiles transformed texts. It is asked for JavaScript only, never for diagnostics. */
import type { CompilerHost, Patched, Program, TypeScript } from './compiler-types.ts';
import type { Text, Units } from './units.ts';

/** Reads transformed texts from memory, and takes every other file as the original program parsed it. */
function hostWith(
  texts: ReadonlyMap<string, Text>,
  program: Program,
  host: CompilerHost,
  ts: TypeScript,
): CompilerHost {
  return {
    ...host,
    getSourceFile(path, options, onError, shouldCreate) {
      const text = texts.get(path);
      if (text !== undefined) return ts.createSourceFile(path, text.code, options, true);
      return program.getSourceFile(path) ?? host.getSourceFile(path, options, onError, shouldCreate);
    },
    fileExists: (path) => texts.has(path) || host.fileExists(path),
    readFile: (path) => texts.get(path)?.code ?? host.readFile(path),
  };
}

/**
 * @param program the original one; errors in it have been dealt with, so they do not hold back the output here
 * @returns a program with the main and worker modules of all units
 */
export function backendOf(units: Units, program: Program, host: CompilerHost, ts: TypeScript): Program {
  const bodies = [...units.values()].flatMap((unit) => unit.bodies);
  const mains = [...units.values()].map((unit) => unit.main);
  const texts = new Map([...mains, ...bodies].map((text) => [text.path, text]));
  // ts-patch would transform this program again.
  const createProgram = (ts as TypeScript & Patched).originalCreateProgram ?? ts.createProgram;
  const { plugins: _, ...options } = program.getCompilerOptions();
  return createProgram({
    rootNames: [...program.getRootFileNames(), ...bodies.map((body) => body.path)],
    options: { ...options, noEmitOnError: false },
    host: hostWith(texts, program, host, ts),
  });
}
