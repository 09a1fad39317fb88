/** package.json, as far as it says where the package's modules are and what loading them does. */

export interface Package {
  readonly name: string;
  readonly version: string;
  /** Absolute path of its folder, without a slash at the end. */
  readonly root: string;
  readonly manifest: Manifest;
}

export interface Manifest {
  readonly exports?: unknown;
  readonly imports?: unknown;
  readonly main?: unknown;
  readonly module?: unknown;
  readonly browser?: unknown;
  readonly type?: unknown;
  readonly sideEffects?: unknown;
  readonly dependencies?: unknown;
  readonly peerDependencies?: unknown;
}

/** @returns undefined when the text is no package.json of a package with a name and a version */
export function readManifest(text: string, root: string): Package | undefined {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof manifest !== 'object' || manifest === null) return undefined;
  const { name, version } = manifest as { name?: unknown; version?: unknown };
  if (typeof name !== 'string' || typeof version !== 'string') return undefined;
  return { name, version, root, manifest };
}

/** Name and the rest of a specifier: `@a/b/c.js` → `@a/b` and `./c.js`; undefined for paths, URLs and `#internal`. */
export function splitSpecifier(specifier: string): { readonly name: string; readonly subpath: string } | undefined {
  const found = /^(@[^/\\]+\/[^/\\:]+|[^@.#/\\:][^/\\:]*)(\/.*)?$/.exec(specifier);
  return found ? { name: found[1]!, subpath: `.${found[2] ?? ''}` } : undefined;
}

/** Names of the packages that this one may load. */
export const dependenciesOf = ({ manifest }: Package): string[] =>
  [manifest.dependencies, manifest.peerDependencies].flatMap((list) =>
    typeof list === 'object' && list !== null ? Object.keys(list) : [],
  );

/** Loading the module has no effect of its own, says the package: it may be left out if nobody uses its exports. */
export function isDeclaredQuiet({ manifest, root }: Package, path: string): boolean {
  const { sideEffects } = manifest;
  if (typeof sideEffects === 'boolean') return !sideEffects;
  if (!Array.isArray(sideEffects)) return false;
  const inside = path.slice(root.length + 1);
  return !sideEffects.some((pattern) => typeof pattern !== 'string' || matches(pattern, inside));
}

/** A glob of `sideEffects`; one without a folder means files of that name in all folders. */
function matches(pattern: string, path: string): boolean {
  const plain = pattern.replace(/^\.?\//, '');
  const whole = plain.includes('/') ? plain : `**/${plain}`;
  const source = whole
    .replace(/[.+^$()|\\]/g, '\\$&')
    .replace(/\*\*\/|\*|\?|\{[^}]*\}|\[[^\]]*\]/g, (part) => (part === '**/' ? '(?:.*/)?' : '.*'));
  return new RegExp(`^${source}$`).test(path);
}
