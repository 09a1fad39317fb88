/** What a tsconfig.json says about which files to build and where to. */
import { ts } from '../../../syntax/ts.ts';
import { Misuse } from '../terminal.ts';

export interface ProjectConfig {
  /** Absolute paths of the files that the configuration names. */
  readonly files: readonly string[];
  readonly outDir?: string | undefined;
  readonly rootDir?: string | undefined;
}

/**
 * @param path absolute path of the configuration
 * @throws Misuse when it is missing or wrong
 */
export function readConfig(path: string): ProjectConfig {
  const complain = (found: ts.Diagnostic): never => {
    throw new Misuse(`${path}: ${ts.flattenDiagnosticMessageText(found.messageText, ' ')}`);
  };
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: complain };
  const parsed = ts.getParsedCommandLineOfConfigFile(path, {}, host);
  const error = parsed?.errors.find(({ category }) => category === ts.DiagnosticCategory.Error);
  if (error !== undefined) complain(error);
  if (parsed === undefined) throw new Misuse(`${path} cannot be read.`);
  const { outDir, rootDir } = parsed.options;
  return { files: parsed.fileNames, outDir, rootDir };
}
