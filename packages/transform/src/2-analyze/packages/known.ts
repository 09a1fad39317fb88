/** What is known of a package's functions without their source: by the table, or because the user vouches for them. */
import { PACKAGES, type PackageTable } from '../knowledge/packages.ts';
import type { Row } from '../knowledge/rows.ts';
import type { External, Project } from '../project.ts';
import { type Package, splitSpecifier } from './manifest.ts';
import { VOUCHED, voucherFor } from './vouched.ts';

export interface Known {
  readonly info: Row;
  /** The specifier of the package's module. */
  readonly package: string;
  /** The entry of the option `pure` by which it is known. */
  readonly vouched?: string;
}

/** @param member what is looked up in the import: `map` in `_.map` */
export function knownFunction(project: Project, at: External, member?: string): Known | undefined {
  const vouched = voucherFor(project.settings.pure, at.specifier, vouchedName(at, member));
  if (vouched !== undefined) return { info: VOUCHED, package: at.specifier, vouched };
  const { table } = tableOf(project, at) ?? {};
  const key = table && exportKey(at, member);
  const info = key === undefined || !Object.hasOwn(table!.exports, key) ? undefined : table!.exports[key];
  return info && { info, package: at.specifier };
}

/** `import _, { map } from 'lodash'`: both `map` and `_.map` are `lodash#map`. */
const vouchedName = ({ imported }: External, member: string | undefined): string =>
  member === undefined ? imported : imported === 'default' || imported === '*' ? member : `${imported}.${member}`;

/** The package behind an import, and the table if it has one for that version. */
export function tableOf(
  project: Project,
  { specifier, from }: External,
): { readonly package: Package; readonly table: PackageTable | undefined } | undefined {
  const name = splitSpecifier(specifier)?.name;
  if (name === undefined) return undefined;
  const found = project.packages.packageOf(specifier, from.path);
  // `npm:other@1` under this name is another package.
  if (!found) return undefined;
  const table = found.name === name && Object.hasOwn(PACKAGES, name) ? PACKAGES[name] : undefined;
  const major = Number(/^\d+/.exec(found.version)?.[0]);
  return { package: found, table: table?.versions.includes(major) ? table : undefined };
}

/** `lodash/map` and `map` of `lodash` are one export, `add` of `gl-matrix/vec3` and `vec3.add` of `gl-matrix` another. */
function exportKey({ specifier, imported }: External, member: string | undefined): string | undefined {
  const { subpath = '' } = splitSpecifier(specifier) ?? {};
  const part = /^\.\/([^/]+?)(?:\.js)?$/.exec(subpath)?.[1];
  const isWhole = imported === 'default' || imported === '*';
  if (subpath === '.')
    return isWhole ? (member ?? imported) : member === undefined ? imported : `${imported}.${member}`;
  if (part === undefined) return undefined;
  if (imported === part || imported === 'default') return member === undefined ? part : `${part}.${member}`;
  return imported === '*' && member !== undefined
    ? `${part}.${member}`
    : member === undefined
      ? `${part}.${imported}`
      : undefined;
}
