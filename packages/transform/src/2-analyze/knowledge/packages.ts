/** Functions of packages that hot loops use, as their sources say. */
import type { Table } from './rows.ts';

export interface PackageTable {
  /** Major versions of which the source was read. Others are analysed. */
  readonly versions: readonly number[];
  readonly exports: Table;
}

export const PACKAGES: Readonly<Record<string, PackageTable>> = {};
