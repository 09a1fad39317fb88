import type { Entry } from './catalogue/entry.ts';
import { type Args, CATALOGUE, type Code, isCode } from './catalogue/index.ts';
import type { Diagnostic, Fix, Related, Span } from './diagnostic.ts';

/** What a diagnostic may say beyond the texts of the catalogue. */
export interface Details {
  /** The variable that is to blame, as it is spelled in the source. */
  readonly variable?: string | undefined;
  /** Second places that explain the first, in the order in which they are shown. Default: none. */
  readonly related?: readonly Related[] | undefined;
  readonly fixes?: readonly Fix[] | undefined;
}

/** The one cast: an entry is looked up by the code whose arguments the caller was made to give. */
const entryOf = <C extends Code>(code: C): Entry<Args<C>> => CATALOGUE[code] as unknown as Entry<Args<C>>;

/**
 * Makes the diagnostic of a catalogue entry.
 *
 * @param code which case it is; decides what `args` must hold
 * @param file absolute path of the module, as `transform()` was given it
 * @param span the place to show first, in offsets of that file
 */
export function report<C extends Code>(
  code: C,
  file: string,
  span: Span,
  args: Args<C>,
  details: Details = {},
): Diagnostic {
  const entry = entryOf(code);
  const help = entry.help?.(args);
  return {
    code,
    severity: entry.severity,
    message: entry.message(args),
    file,
    span,
    ...(details.variable === undefined ? {} : { variable: details.variable }),
    related: details.related ?? [],
    ...(help === undefined ? {} : { help }),
    ...(details.fixes === undefined ? {} : { fixes: details.fixes }),
  };
}

/**
 * The same for a code and arguments that travelled as plain data, where the compiler cannot compare them.
 *
 * @throws Error when there is no such code, or when a text needs an argument that is not given
 */
export function reportNamed(
  code: string,
  file: string,
  span: Span,
  args: Readonly<Record<string, string | number | undefined>>,
  details: Details = {},
): Diagnostic {
  if (!isCode(code)) throw new Error(`There is no diagnostic ${code}`);
  const checked = new Proxy(args, {
    get(target, name) {
      if (typeof name === 'string' && !OPTIONAL.includes(name) && !Object.hasOwn(target, name)) {
        throw new Error(`Diagnostic ${code} needs the argument '${name}'`);
      }
      return Reflect.get(target, name);
    },
  });
  return report(code, file, span, checked as never, details);
}

/** Arguments that a text can do without. */
const OPTIONAL: readonly string[] = ['distance', 'suggestion', 'changing', 'result', 'alone', 'ahead', 'reason'];
