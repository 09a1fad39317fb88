/** The settings of a project's `tsconfig.json` that change what its modules do when they run. */
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { readTextFile } from '../file-host.ts';

type Settings = Record<string, unknown>;

interface Config {
  readonly extends?: string | readonly string[];
  readonly compilerOptions?: Settings;
}

const RELEVANT = [
  'alwaysStrict',
  'experimentalDecorators',
  'importsNotUsedAsValues',
  'jsx',
  'jsxFactory',
  'jsxFragmentFactory',
  'jsxImportSource',
  'preserveValueImports',
  'strict',
  'target',
  'useDefineForClassFields',
  'verbatimModuleSyntax',
] as const;

const STRING_OR_COMMENT = /("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const STRING_OR_LAST_COMMA = /("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g;

/** JSON with comments and trailing commas. A file that cannot be understood counts as empty: `tsc` complains about it. */
function parse(text: string): Config {
  try {
    return JSON.parse(text.replace(STRING_OR_COMMENT, '$1').replace(STRING_OR_LAST_COMMA, '$1')) as Config;
  } catch {
    return {};
  }
}

function baseFile(specifier: string, config: string): string | undefined {
  if (isAbsolute(specifier) || specifier.startsWith('.')) {
    const path = resolve(dirname(config), specifier);
    return path.endsWith('.json') ? path : `${path}.json`;
  }
  const require = createRequire(config);
  for (const candidate of [specifier, `${specifier}.json`, `${specifier}/tsconfig.json`]) {
    try {
      return require.resolve(candidate);
    } catch {
      // The next spelling may exist.
    }
  }
  return undefined;
}

function settingsOf(config: string, seen: ReadonlySet<string>): Settings {
  const text = seen.has(config) ? undefined : readTextFile(config);
  if (text === undefined) return {};
  const { extends: bases = [], compilerOptions } = parse(text);
  const inherited = [bases]
    .flat()
    .map((base) => baseFile(base, config))
    .map((base) => (base === undefined ? {} : settingsOf(base, new Set([...seen, config]))));
  return Object.assign({}, ...inherited, compilerOptions);
}

/** The nearest `tsconfig.json` at or above a folder. */
function nearest(folder: string): Settings {
  const config = join(folder, 'tsconfig.json');
  if (readTextFile(config) !== undefined) return settingsOf(config, new Set());
  const parent = dirname(folder);
  return parent === folder ? {} : nearest(parent);
}

const known = new Map<string, string>();

/** `{"compilerOptions": …}` with the settings that matter to the module, as text. */
export function tsconfigFor(file: string): string {
  const folder = dirname(file);
  const text = known.get(folder) ?? JSON.stringify({ compilerOptions: pick(nearest(folder)) });
  known.set(folder, text);
  return text;
}

const pick = (settings: Settings): Settings =>
  Object.fromEntries(RELEVANT.filter((name) => name in settings).map((name) => [name, settings[name]]));
