/** `parloop build`: a program as ES modules that Node runs. Writes everything or nothing. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { renderPretty } from '../../diagnostics/render/pretty.ts';
import { readTextFile } from '../file-host.ts';
import { vouched } from '../vouched.ts';
import { type Output, outputsOf } from './build/outputs.ts';
import { commonFolder } from './build/paths.ts';
import { collectProject, type Project } from './build/project.ts';
import { findsRuntime, installedRuntime, isRuntime, RUNTIME, scopeOf } from './build/runtime.ts';
import { readConfig } from './build/tsconfig.ts';
import { sourceFiles } from './inputs.ts';
import { ACCEPTED, count, Misuse, REFUSED, type Terminal } from './terminal.ts';

export interface BuildOptions {
  readonly outDir?: string;
  readonly project?: string;
  readonly onRefusal: 'error' | 'serial';
  readonly pure?: readonly string[];
}

interface Job {
  readonly entries: readonly string[];
  readonly outDir: string;
  /** Folder whose structure is kept, when the user has chosen one. */
  readonly root?: string | undefined;
}

async function jobOf(args: readonly string[], options: BuildOptions, folder: string): Promise<Job> {
  if (options.project === undefined) {
    if (args.length === 0) throw new Misuse('Name the files to build, or a configuration with -p.');
    if (options.outDir === undefined) throw new Misuse('Say where to write with --out-dir.');
    return { entries: await sourceFiles(args, folder), outDir: resolve(folder, options.outDir) };
  }
  if (args.length > 0) throw new Misuse('Give either files or -p, not both.');
  const { files, outDir, rootDir } = readConfig(resolve(folder, options.project));
  const chosen = options.outDir === undefined ? outDir : resolve(folder, options.outDir);
  if (chosen === undefined)
    throw new Misuse(`Say where to write: with --out-dir, or with outDir in ${options.project}.`);
  return {
    entries: await sourceFiles(
      files.filter((file) => !/\.d\.[cm]?ts$/.test(file)),
      folder,
    ),
    outDir: chosen,
    root: rootDir,
  };
}

/** True when nothing stands against writing. */
function reportProject({ diagnostics, problems }: Project, terminal: Terminal): boolean {
  const options = { read: readTextFile, folder: terminal.folder, color: terminal.color.err };
  const shown = diagnostics.filter(({ severity }) => severity !== 'info');
  for (const diagnostic of shown) terminal.err(`${renderPretty(diagnostic, options)}\n`);
  for (const problem of problems) terminal.err(`parloop: ${problem}\n`);
  return problems.length === 0 && !diagnostics.some(({ severity }) => severity === 'error');
}

/** `.js` files are ES modules only where a package.json says so. */
function manifestFor(outDir: string): Output[] {
  const { manifest, isModule } = scopeOf(outDir);
  if (isModule) return [];
  const own = join(outDir, 'package.json');
  if (manifest === own) throw new Misuse(`The output consists of ES modules: put "type": "module" into ${own}.`);
  return [{ path: own, content: { text: '{ "type": "module" }\n' } }];
}

function checkPaths(outputs: readonly Output[], { modules, assets }: Project): void {
  const sources = new Set([...modules.map(({ file }) => file), ...assets]);
  const seen = new Set<string>();
  for (const { path } of outputs) {
    if (sources.has(path)) throw new Misuse(`Building would overwrite the source ${path}. Choose another --out-dir.`);
    if (seen.has(path)) throw new Misuse(`Two modules would be written to ${path}. Rename one of them.`);
    seen.add(path);
  }
}

function write(outputs: readonly Output[]): void {
  for (const { path, content } of outputs) {
    mkdirSync(dirname(path), { recursive: true });
    if ('text' in content) writeFileSync(path, content.text);
    else copyFileSync(content.copyOf, path);
  }
}

function plan(project: Project, { outDir, root }: Job, canImport: boolean): Output[] {
  const files = [...project.modules.map(({ file }) => file), ...project.assets];
  const chosen = root ?? commonFolder(files);
  const outside = files.find((file) => relative(chosen, file).startsWith('..'));
  if (outside !== undefined) throw new Misuse(`${outside} lies outside of rootDir ${chosen}.`);
  const runtime = canImport ? (specifier: string) => specifier : installedRuntime;
  const outputs = outputsOf(project.modules, project.assets, { outDir, root: chosen, runtime });
  checkPaths(outputs, project);
  return [...outputs, ...manifestFor(outDir)];
}

function summary(project: Project, outputs: readonly Output[], outDir: string, terminal: Terminal): string {
  const pieces = project.modules.flatMap((module) => module.pieces);
  const workers = pieces.filter(({ workerName }) => workerName !== undefined).length;
  const modules = count(pieces.length - workers, 'module');
  const where = relative(terminal.folder, outDir) || '.';
  const others = count(outputs.length, 'file');
  return `${modules} and ${count(workers, 'worker module')} written to ${where} (${others}).\n`;
}

const usesRuntime = ({ modules }: Project): boolean =>
  modules.some(({ pieces }) => pieces.some(({ specifiers }) => specifiers.some(({ text }) => isRuntime(text))));

/** @returns the exit code */
export async function build(args: readonly string[], options: BuildOptions, terminal: Terminal): Promise<number> {
  const job = await jobOf(args, options, terminal.folder);
  const onRefusal = options.onRefusal === 'serial' ? 'warn' : 'error';
  const project = await collectProject(job.entries, { onRefusal, pure: vouched(options.pure) });
  if (!reportProject(project, terminal)) {
    terminal.err('parloop: nothing was written.\n');
    return REFUSED;
  }
  const canImport = findsRuntime(job.outDir);
  const outputs = plan(project, job, canImport);
  write(outputs);
  if (!canImport && usesRuntime(project)) {
    terminal.err(
      `parloop: ${RUNTIME} is not installed where the output lies, so the output names it by its absolute path.\n`,
    );
    terminal.err(`parloop: to move the output elsewhere, run npm install ${RUNTIME} there and build again.\n`);
  }
  terminal.out(summary(project, outputs, job.outDir, terminal));
  return ACCEPTED;
}
