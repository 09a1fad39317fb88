/** Finds the JavaScript of packages, as Node and the bundlers do. Files are seen through the host only. */
import type { Host, Resolution } from '../../options.ts';
import { entryOf, targetsOf } from './conditions.ts';
import { type Package, readManifest, splitSpecifier } from './manifest.ts';

export interface Found {
  readonly package: Package;
  /** Absolute path of the module. */
  readonly path: string;
}

export class Packages {
  private readonly host: Host;
  private readonly resolution: Resolution;
  private readonly texts = new Map<string, string | undefined>();
  private readonly byFolder = new Map<string, Package | undefined>();

  constructor(host: Host, resolution: Resolution) {
    this.host = host;
    this.resolution = resolution;
  }

  /** Paths of the files that were read. */
  get files(): string[] {
    return [...this.texts].flatMap(([path, text]) => (text === undefined ? [] : [path]));
  }

  /** The text of a file, which is read once. */
  read(path: string): string | undefined {
    if (!this.texts.has(path)) this.texts.set(path, this.host.readFile(path));
    return this.texts.get(path);
  }

  /** The package that a bare specifier names in a module: that of the nearest `node_modules`. */
  packageOf(specifier: string, importer: string): Package | undefined {
    const parts = splitSpecifier(specifier);
    if (!parts) return undefined;
    for (let folder = parentOf(importer); ; folder = parentOf(folder)) {
      const found = /(^|\/)node_modules$/.test(folder)
        ? undefined
        : this.inFolder(`${folder}/node_modules/${parts.name}`);
      if (found || folder === parentOf(folder)) return found;
    }
  }

  /** The module that a specifier means in a module; undefined when there is none, or when it may be one of several. */
  find(specifier: string, importer: string): Found | undefined {
    const parts = splitSpecifier(specifier);
    const found = parts && this.packageOf(specifier, importer);
    if (!parts || !found) return undefined;
    const path = this.moduleIn(found, parts.subpath);
    return path === undefined ? undefined : { package: found, path };
  }

  /** The same for specifiers in a module of a package: its own files and `#names`, or another package. */
  findWithin(specifier: string, importer: string, owner: Package): Found | undefined {
    if (/^\.{1,2}(\/|$)/.test(specifier)) {
      const path = this.file(owner, joined(parentOf(importer), specifier), true);
      return path === undefined ? undefined : { package: owner, path };
    }
    if (isReplaced(owner, specifier)) return undefined;
    if (!specifier.startsWith('#')) return this.find(specifier, importer);
    const target = this.only(owner.manifest.imports, specifier);
    if (target === undefined) return undefined;
    if (!target.startsWith('./')) return this.find(target, importer);
    const path = this.file(owner, joined(owner.root, target), false);
    return path === undefined ? undefined : { package: owner, path };
  }

  private inFolder(folder: string): Package | undefined {
    if (!this.byFolder.has(folder)) {
      const path = `${folder}/package.json`;
      const text = this.read(path);
      const real = text === undefined ? path : slashed(this.host.realPath?.(path) ?? path);
      this.byFolder.set(folder, text === undefined ? undefined : readManifest(text, parentOf(real)));
    }
    return this.byFolder.get(folder);
  }

  private moduleIn(found: Package, subpath: string): string | undefined {
    const { exports } = found.manifest;
    if (exports !== undefined && exports !== null) {
      const target = this.only(exports, subpath);
      return target?.startsWith('./') ? this.file(found, joined(found.root, target), false) : undefined;
    }
    if (subpath !== '.') return this.file(found, joined(found.root, subpath), true);
    const paths = new Set(this.mains(found).map((main) => this.file(found, joined(found.root, main), true)));
    return paths.size === 1 ? [...paths][0] : undefined;
  }

  /** What the fields of a package.json without `exports` may mean. */
  private mains({ manifest: { main, module, browser } }: Package): string[] {
    const named = (field: unknown): string[] => (typeof field === 'string' ? [field] : []);
    const fallback = named(main).length > 0 ? named(main) : ['./index.js'];
    return this.resolution === 'bundler' ? [...named(browser), ...named(module), ...fallback] : fallback;
  }

  private only(map: unknown, subpath: string): string | undefined {
    const entry = entryOf(map, subpath);
    if (!entry) return undefined;
    const [target, more] = targetsOf(entry.value, this.resolution);
    return typeof target === 'string' && more === undefined ? target.replaceAll('*', entry.star) : undefined;
  }

  /** @param guess whether extensions and `index` may be left out */
  private file(owner: Package, path: string, guess: boolean): string | undefined {
    const exists = (c: string): boolean => /\.[cm]?js$/.test(c) && this.read(c) !== undefined;
    const existing = exists(path) ? [path] : guess ? ENDINGS.map((ending) => path + ending).filter(exists) : [];
    const [first, second] = existing;
    // Who prefers `x.mjs` to `x.js` is not known.
    if (first === undefined || (second !== undefined && !second.endsWith('/index.js'))) return undefined;
    const isMapped = this.resolution === 'bundler' && isReplaced(owner, `.${first.slice(owner.root.length)}`);
    return isMapped || !first.startsWith(`${owner.root}/`) ? undefined : first;
  }
}

const ENDINGS = ['.js', '.mjs', '.cjs', '/index.js'];

/** Bundlers for browsers take another file, or none, instead. */
function isReplaced({ manifest: { browser } }: Package, specifier: string): boolean {
  if (typeof browser !== 'object' || browser === null) return false;
  const plain = specifier.replace(/\.js$/, '');
  return Object.keys(browser).some((key) => key.replace(/\.js$/, '') === plain);
}

const slashed = (path: string): string => path.replaceAll('\\', '/');

/** `/a/b/c` → `/a/b`, `/` → ``. */
const parentOf = (path: string): string => slashed(path).replace(/\/[^/]*$/, '');

/** Path of a relative specifier, seen from a folder. */
function joined(folder: string, specifier: string): string {
  const parts = folder.split('/');
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
