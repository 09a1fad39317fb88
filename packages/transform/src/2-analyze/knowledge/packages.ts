/**
 * Functions of packages that hot loops use, as their sources say, by major version. Other versions, and functions that are
 * not listed, are analysed like any package. `test/knowledge/packages.mjs FOLDER` compares the rows with what is installed
 * in a folder.
 */
import { DATE_FNS } from './packages/dates.ts';
import { LODASH } from './packages/lodash.ts';
import { D3_ARRAY, GL_MATRIX, SIMPLE_STATISTICS } from './packages/numbers.ts';
import {
  DAYJS,
  FAST_DEEP_EQUAL,
  FFLATE,
  HE,
  JS_SHA256,
  LUXON,
  MARKED,
  MOMENT,
  MS,
  NANOID,
  PAKO,
  UUID,
} from './packages/others.ts';
import type { Table } from './rows.ts';

export interface PackageTable {
  /** Major versions of which the source was read. Loading them does nothing that could be noticed. */
  readonly versions: readonly number[];
  readonly exports: Table;
}

const of = (exports: Table, ...versions: number[]): PackageTable => ({ versions, exports });

export const PACKAGES: Readonly<Record<string, PackageTable>> = {
  lodash: of(LODASH, 4),
  'lodash-es': of(LODASH, 4),
  'date-fns': of(DATE_FNS, 4),
  'd3-array': of(D3_ARRAY, 3),
  'simple-statistics': of(SIMPLE_STATISTICS, 7),
  'gl-matrix': of(GL_MATRIX, 3),
  'fast-deep-equal': of(FAST_DEEP_EQUAL, 3),
  fflate: of(FFLATE, 0),
  he: of(HE, 1),
  'js-sha256': of(JS_SHA256, 1),
  ms: of(MS, 2),
  pako: of(PAKO, 3),
  uuid: of(UUID, 14),
  nanoid: of(NANOID, 5),
  dayjs: of(DAYJS, 1),
  moment: of(MOMENT, 2),
  luxon: of(LUXON, 3),
  marked: of(MARKED, 18),
};
