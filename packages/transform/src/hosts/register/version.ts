/** What the compiled text of a module depends on besides texts and options. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashOf } from './cache.ts';

const require = createRequire(import.meta.url);

/** The folder that holds the compiled code of this package. */
const CODE = fileURLToPath(new URL('../../', import.meta.url));

/** Sizes and times of the compiler's own files: a rebuilt checkout has the same version number. */
function fingerprint(): string {
  const files = readdirSync(CODE, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  return files
    .sort()
    .map((name) => {
      const { size, mtimeMs } = statSync(join(CODE, name));
      return `${name} ${size} ${mtimeMs}`;
    })
    .join('\n');
}

function versionOf(packageJson: string): string {
  const { version } = JSON.parse(readFileSync(packageJson, 'utf8')) as { version: string };
  return version;
}

let compiler: string | undefined;
let stripper: string | undefined;

/** Changes whenever the compiler may give another result for the same texts. */
export function compilerVersion(): string {
  compiler ??= hashOf(versionOf(join(CODE, '..', 'package.json')), fingerprint());
  return compiler;
}

/** Changes whenever the removal of types may give another result for the same text. */
export function stripperVersion(): string {
  stripper ??= `${versionOf(require.resolve('esbuild/package.json'))} ${process.versions.node}`;
  return stripper;
}
