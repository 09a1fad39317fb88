/** Functions of Node's built-in modules that may be called in a worker and mean the same there. */
import { bound, type Row as FunctionInfo } from './rows.ts';

const each = (names: string, info: FunctionInfo): Record<string, FunctionInfo> =>
  Object.fromEntries(names.split(' ').map((n) => [n, info]));

const PRIMITIVE: FunctionInfo = { returns: 'primitive', cost: 20 };
const FRESH: FunctionInfo = { returns: 'fresh', cost: 500 };
const READ: FunctionInfo = { returns: 'fresh', external: 'read', cost: 20_000 };
const READ_PRIMITIVE: FunctionInfo = { returns: 'primitive', external: 'read', cost: 10_000 };
const HEAVY: FunctionInfo = { returns: 'fresh', cost: 100_000 };
const WRITE: FunctionInfo = { returns: 'unknown', external: 'write', cost: 20_000 };
const RANDOM: FunctionInfo = { returns: 'unknown', external: 'random' };

const MODULES: Readonly<Record<string, Readonly<Record<string, FunctionInfo>>>> = {
  path: {
    ...each(
      'basename dirname extname join normalize relative resolve isAbsolute format toNamespacedPath matchesGlob',
      PRIMITIVE,
    ),
    parse: FRESH,
  },
  url: { fileURLToPath: PRIMITIVE, domainToASCII: PRIMITIVE, ...each('pathToFileURL URL URLSearchParams', bound(500)) },
  querystring: { parse: FRESH, stringify: PRIMITIVE, escape: PRIMITIVE, unescape: PRIMITIVE },
  util: {
    ...each('format formatWithOptions inspect isDeepStrictEqual stripVTControlCharacters toUSVString', PRIMITIVE),
    ...each('TextEncoder TextDecoder', bound(500)),
  },
  crypto: {
    ...each('createHash createHmac', bound(2000)),
    hash: { returns: 'fresh', cost: 3000 },
    ...each('pbkdf2Sync scryptSync hkdfSync', HEAVY),
    timingSafeEqual: PRIMITIVE,
    ...each('randomBytes randomUUID randomInt', RANDOM),
    ...each('randomFillSync getRandomValues', { ...RANDOM, mutates: true }),
  },
  zlib: {
    ...each(
      'gzipSync gunzipSync deflateSync inflateSync deflateRawSync inflateRawSync brotliCompressSync brotliDecompressSync unzipSync zstdCompressSync zstdDecompressSync',
      HEAVY,
    ),
    crc32: { returns: 'primitive', cost: 200 },
  },
  fs: {
    ...each('readFileSync readdirSync', READ),
    ...each('existsSync realpathSync readlinkSync', READ_PRIMITIVE),
    ...each('statSync lstatSync', { returns: 'unknown', external: 'read', cost: 10_000 }),
    ...each('writeFileSync appendFileSync mkdirSync rmSync unlinkSync renameSync copyFileSync', WRITE),
  },
  string_decoder: { StringDecoder: bound(500) },
  buffer: { Buffer: FRESH },
  assert: { '*': { returns: 'primitive', cost: 5 } },
  perf_hooks: {},
  os: { ...each('cpus platform arch hostname', { returns: 'fresh', external: 'read' }), EOL: PRIMITIVE },
};

const bareName = (specifier: string): string => specifier.replace(/^node:/, '');

/** True for a module that Node has built in and that this table knows. */
export const isKnownModule = (specifier: string): boolean => Object.hasOwn(MODULES, bareName(specifier));

/** What `import { name } from 'specifier'` does when called; undefined when it is not known. */
export function moduleFunction(specifier: string, name: string): FunctionInfo | undefined {
  const table = MODULES[bareName(specifier)];
  if (!table) return undefined;
  return Object.hasOwn(table, name) ? table[name] : table['*'];
}

/** Constants of built-in modules that are plain primitives in every thread (`zlib.constants.…` are read as paths). */
export const CONSTANT_EXPORTS: Readonly<Record<string, readonly string[]>> = {
  zlib: ['constants'],
  os: ['EOL'],
  path: ['sep', 'delimiter', 'posix', 'win32'],
  fs: ['constants'],
};

export const isConstantExport = (specifier: string, name: string): boolean =>
  (CONSTANT_EXPORTS[bareName(specifier)] ?? []).includes(name);
