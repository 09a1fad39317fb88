/** Compiles copies of the program with `tspc`, in child processes. */
import { spawn } from 'node:child_process';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { APP, temporaryFolder } from '../../support/app.ts';
import { node, type Outcome } from '../loader/node.ts';

const TSPC = fileURLToPath(import.meta.resolve('ts-patch/bin/tspc.js'));

const OPTIONS = {
  target: 'es2022',
  module: 'nodenext',
  lib: ['es2023'],
  types: ['node'],
  strict: true,
  skipLibCheck: true,
  rewriteRelativeImportExtensions: true,
  outDir: 'out',
  rootDir: '.',
  sourceMap: true,
};

/** Each compilation ends with this line. */
const REPORT = /^[\s\S]*?Found \d+ errors?\. Watching for file changes\./;

export const PLUGIN = { transform: '@parloop/transform/ts-patch', transformProgram: true };

/** A copy of the program, with a `tsconfig.json` that has the given options beside the usual ones. */
export async function appWith(options: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const folder = await temporaryFolder('tspc');
  await cp(APP, folder, { recursive: true });
  const compilerOptions = { ...OPTIONS, plugins: [PLUGIN], ...options };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  return folder;
}

export const tspc = (folder: string, ...args: readonly string[]): Promise<Outcome> =>
  node([TSPC, ...(args.length === 0 ? ['-p', '.'] : args)], { cwd: folder });

/** `tspc -w`, until it is ended. */
export function watching(folder: string) {
  const child = spawn(process.execPath, [TSPC, '-p', '.', '-w', '--preserveWatchOutput'], { cwd: folder });
  const reports: string[] = [];
  let pending = '';
  let wake = () => {};
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    pending += text;
    for (let match = REPORT.exec(pending); match !== null; match = REPORT.exec(pending)) {
      reports.push(match[0]);
      pending = pending.slice(match[0].length);
    }
    wake();
  });
  return {
    /** What is said about the next compilation, waiting for it. */
    async report(): Promise<string> {
      while (reports.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return reports.shift()!;
    },
    end: () => child.kill(),
  };
}
