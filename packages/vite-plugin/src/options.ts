import type { FilterPattern } from 'unplugin';

/** Options of the plugin, the same for every bundler. All may be left out. */
export interface PluginOptions {
  /**
   * Which modules are searched for annotations: globs, regular expressions, or an array of them.
   * Default: every JavaScript and TypeScript file (`.ts .tsx .mts .cts .js .jsx .mjs .cjs`).
   */
  readonly include?: FilterPattern;
  /** Which of those are left as they are. Default: everything below `node_modules`. */
  readonly exclude?: FilterPattern;
  /**
   * What a refused construct is: `error` ends the build, `warn` leaves the loop serial.
   * Default: `error` in a build, `warn` in a development server.
   */
  readonly onRefusal?: 'error' | 'warn' | undefined;
  /**
   * Packages, parts of packages and functions of them for which you vouch: `name`, `name/sub`, `name#function`. They do
   * nothing but return a value, and importing them again does nothing that could be noticed. Default: none.
   */
  readonly pure?: readonly string[];
  /** Module specifier of the runtime in the emitted code. Default `@parloop/runtime`. */
  readonly runtime?: string;
}

export interface ResolvedPluginOptions {
  readonly include: FilterPattern;
  readonly exclude: FilterPattern;
  /** undefined: it depends on whether this is a build. */
  readonly onRefusal: 'error' | 'warn' | undefined;
  readonly pure: readonly string[];
  readonly runtime: string;
}

/** Paths without a query: other plugins' parts of files (`x.vue?vue&lang.ts`) are not files of their own. */
const SOURCES = /^[^?\0]+\.[cm]?[jt]sx?$/;
const PACKAGES = /[\\/]node_modules[\\/]/;

type Check = (value: unknown) => boolean;

const isPattern: Check = (value) =>
  typeof value === 'string' || value instanceof RegExp || (Array.isArray(value) && value.every(isPattern));

const CHECKS: Readonly<Record<keyof PluginOptions, { readonly accepts: Check; readonly expected: string }>> = {
  include: { accepts: isPattern, expected: 'a glob, a regular expression or an array of them' },
  exclude: { accepts: isPattern, expected: 'a glob, a regular expression or an array of them' },
  onRefusal: { accepts: (value) => value === 'error' || value === 'warn', expected: "'error' or 'warn'" },
  pure: {
    accepts: (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
    expected: 'an array of names',
  },
  runtime: { accepts: (value) => typeof value === 'string' && value !== '', expected: 'a module specifier' },
};

const isOption = (name: string): name is keyof PluginOptions => Object.hasOwn(CHECKS, name);

function check(name: string, value: unknown): void {
  if (!isOption(name)) {
    throw new TypeError(`parloop: unknown option '${name}'. The options are ${Object.keys(CHECKS).join(', ')}.`);
  }
  const { accepts, expected } = CHECKS[name];
  if (value !== undefined && !accepts(value)) throw new TypeError(`parloop: option '${name}' must be ${expected}.`);
}

/**
 * Checks the options and fills in the defaults.
 *
 * @throws TypeError when an option is unknown or has a value of another kind
 */
export function resolvePluginOptions(options: PluginOptions = {}): ResolvedPluginOptions {
  for (const [name, value] of Object.entries(options)) check(name, value);
  return {
    include: options.include ?? SOURCES,
    exclude: options.exclude ?? PACKAGES,
    onRefusal: options.onRefusal,
    pure: options.pure ?? [],
    runtime: options.runtime ?? '@parloop/runtime',
  };
}
