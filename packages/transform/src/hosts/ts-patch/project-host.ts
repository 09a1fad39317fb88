import type { Host } from '../../options.ts';
import { readTextFile } from '../file-host.ts';
import type { CompilerHost, Program, TypeScript } from './compiler-types.ts';
import { isDeclarationFile } from './declaration-file.ts';

/** The project as the program sees it: its texts, and its module resolution with `paths` and all. */
export function projectHost(program: Program, host: CompilerHost, ts: TypeScript): Host {
  const options = program.getCompilerOptions();
  return {
    readFile: (path) => program.getSourceFile(path)?.text ?? readTextFile(path),
    resolve(specifier, importer) {
      const mode = program.getSourceFile(importer)?.impliedNodeFormat;
      const { resolvedModule } = ts.resolveModuleName(specifier, importer, options, host, undefined, undefined, mode);
      if (resolvedModule === undefined || resolvedModule.isExternalLibraryImport === true) return undefined;
      const path = resolvedModule.resolvedFileName;
      return isDeclarationFile(path) ? undefined : path;
    },
    realPath: (path) => host.realpath?.(path) ?? path,
  };
}
