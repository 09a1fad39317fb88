/** Packages of few functions. */
import { external, fresh, primitive, type Row, rows, type Table } from '../rows.ts';

/** The second argument may name a buffer to write to. */
const alone = (row: Row): Row => ({ ...row, most: 1 });
const HEAVY = fresh(50_000);
const state = (what: string): Row => ({ returns: 'unknown', state: what });
const RANDOM: Row = external('random');

export const FAST_DEEP_EQUAL: Table = rows([primitive(100), 'default']);
export const MS: Table = rows([primitive(100), 'default']);
export const HE: Table = rows([primitive(200), 'default.escape escape']);

/** `gzip` writes the time into its result only if it is told to. */
export const PAKO: Table = rows([HEAVY, 'deflate deflateRaw gzip inflate inflateRaw ungzip']);

/** `gzipSync` and `zipSync` write the time into their results. */
export const FFLATE: Table = rows(
  [alone(HEAVY), 'inflateSync gunzipSync unzlibSync decompressSync'],
  [HEAVY, 'deflateSync zlibSync'],
  [fresh(500), 'strToU8'],
  [primitive(500), 'strFromU8'],
  [external('clock', 'fresh'), 'gzipSync compressSync zipSync'],
);

export const JS_SHA256: Table = rows(
  [alone(primitive(2000)), 'default sha256 sha224'],
  [alone(fresh(2000)), 'sha256.array sha224.array'],
);

export const UUID: Table = rows([RANDOM, 'v1 v4 v6 v7'], [primitive(200), 'validate version']);
export const NANOID: Table = rows([RANDOM, 'nanoid random']);

export const DAYJS: Table = rows([
  state('its locale and plugins (dayjs.locale, dayjs.extend)'),
  'default default.unix',
]);
export const MOMENT: Table = rows([state('its locale (moment.locale)'), 'default utc unix duration']);
export const LUXON: Table = rows([
  state('its settings (Settings)'),
  'DateTime.now DateTime.local DateTime.utc DateTime.fromISO DateTime.fromMillis DateTime.fromJSDate DateTime.fromObject',
]);
export const MARKED: Table = rows([state('its options (marked.use, marked.setOptions)'), 'marked parse marked.parse']);
