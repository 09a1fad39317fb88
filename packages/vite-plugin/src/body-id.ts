/** The ids by which bundlers know worker modules. Everything about a worker module follows from its id. */

export interface BodyId {
  /** Absolute path of the source file. */
  readonly file: string;
  readonly index: number;
}

/** `/src/app.ts?parallel=0&lang.ts`, with `h=HASH` when it is served by a development server. */
const QUERY_FORM = /^(?<file>[^?\0]+)\?parallel=(?<index>\d+)(?:&h=\w+)?&lang\.\w+$/;

/** `/src/app.ts.parallel0.ts`: for bundlers that strip queries. */
const PATH_FORM = /^(?<file>[^?\0]+\.[cm]?[jt]sx?)\.parallel(?<index>\d+)\.[cm]?[jt]sx?$/;

const either = (...patterns: readonly RegExp[]): RegExp =>
  new RegExp(patterns.map(({ source }) => source.replace(/\?<\w+>/g, '')).join('|'));

/** An id in any form. */
export const BODY_ID = either(QUERY_FORM, PATH_FORM);

/** The same, and the path form with a query which is meant for the bundler: `?worker&url`. */
export const BODY_REQUEST = either(QUERY_FORM, PATH_FORM, /\.parallel\d+\.[cm]?[jt]sx?\?[\w&]+$/);

export const isBodyId = (id: string | null | undefined): boolean => id != null && BODY_ID.test(id);

export function parseBodyId(id: string): BodyId | undefined {
  const { file, index } = (QUERY_FORM.exec(id) ?? PATH_FORM.exec(id))?.groups ?? {};
  return file === undefined ? undefined : { file, index: Number(index) };
}

const extension = (file: string): string => file.slice(file.lastIndexOf('.') + 1);

/** The query form under which a development server serves the module; `hash` changes with its text. */
export const servedId = ({ file, index }: BodyId, hash: string): string =>
  `${file}?parallel=${index}&h=${hash}&lang.${extension(file)}`;

export const pathId = ({ file, index }: BodyId): string => `${file}.parallel${index}.${extension(file)}`;

/** Name of the output file, without hash and extension: `app.parallel0`. */
export const outputName = ({ file, index }: BodyId): string =>
  `${file.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '')}.parallel${index}`;
