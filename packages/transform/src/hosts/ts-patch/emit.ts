/** Output: what TypeScript would write for an annotated file is replaced by what the backend makes of it. */
import type { CompilerHost, Program, SourceFile, WriteFile } from './compiler-types.ts';
import { isDeclarationFile } from './declaration-file.ts';
import { composeOutput } from './maps.ts';
import type { Text, Unit, Units } from './units.ts';

type Emit = Program['emit'];
type CustomTransformers = Parameters<Emit>[4];

/** One call of `emit()`. */
interface Emission {
  readonly write: WriteFile;
  readonly transformers: CustomTransformers;
  /** Paths that were written in addition to what the original program knows. */
  readonly added: string[];
}

/** TypeScript's internal `EmitOnly.Js`, where there is one; older versions take it for `false`. */
const JAVASCRIPT_ONLY = 0 as unknown as boolean;

/** The file that an output was made from, if it is annotated. Declarations are made from the original text. */
function unitBehind(path: string, sources: readonly SourceFile[] | undefined, units: Units): Unit | undefined {
  const [source] = sources ?? [];
  return source === undefined || isDeclarationFile(path) ? undefined : units.get(source.fileName);
}

function emitText(text: Text, unit: Unit, backend: Program, { write, transformers, added }: Emission): void {
  // The builder's records know the original file alone, and all of this is its output.
  const writeComposed: WriteFile = (path, content, bom, onError, _sources, data) => {
    if (isDeclarationFile(path)) return;
    if (text !== unit.main) added.push(path);
    write(path, composeOutput(path, content, text, unit.source), bom, onError, [unit.source], data);
  };
  backend.emit(backend.getSourceFile(text.path), writeComposed, undefined, JAVASCRIPT_ONLY, transformers);
}

/**
 * @param emit of the original program: decides what is written, and when an error holds it back
 * @param backend makes the JavaScript of annotated files; called when the first one is due
 */
export function emitThrough(emit: Emit, units: Units, backend: () => Program, host: CompilerHost): Emit {
  return (target, writeFile, token, only, transformers, ...internal) => {
    const emission: Emission = { write: writeFile ?? host.writeFile, transformers, added: [] };
    const writeOrReplace: WriteFile = (path, content, bom, onError, sources, data) => {
      const unit = unitBehind(path, sources, units);
      if (unit === undefined) return emission.write(path, content, bom, onError, sources, data);
      // The map, if there is one, comes along when the JavaScript does.
      if (path.endsWith('.map')) return;
      for (const text of [unit.main, ...unit.bodies]) emitText(text, unit, backend(), emission);
    };
    const result = emit(target, writeOrReplace, token, only, transformers, ...internal);
    result.emittedFiles?.push(...emission.added);
    return result;
  };
}
