/**
 * lodash 4 and lodash-es 4. Left out: what keeps state (`uniqueId`, `template`, `memoize`), draws or shuffles, changes its
 * arguments, shares memory (`clone` of typed arrays), or takes its iteratee at a place that varies.
 */
import { FRESH, PRIMITIVE, type Row, rows, shallow, type Table } from '../rows.ts';

const ANY: Row = { returns: 'unknown' };
/** A function or the short form of one decides; the result is a primitive. */
const ASKS: Row = { returns: 'primitive', callback: 1, cost: 20 };
/** The result is one of the elements, or what the function gave. */
const PICKS: Row = { returns: 'unknown', callback: 1, cost: 20 };
/** The result is a new container of what was there before. */
const SORTS: Row = { returns: 'fresh', depth: 1, callback: 1, groups: true, cost: 100 };
/** The result is a new container of what the function gave. */
const MAPS: Row = { returns: 'fresh', depth: 1, callback: 1, cost: 50 };

export const LODASH: Table = rows(
  [
    PRIMITIVE,
    'camelCase capitalize deburr endsWith escape escapeRegExp kebabCase lowerCase lowerFirst pad padEnd padStart parseInt repeat snakeCase startCase startsWith toLower toUpper trim trimEnd trimStart unescape upperCase upperFirst',
  ],
  [
    PRIMITIVE,
    'isArray isArrayLike isBoolean isDate isEmpty isEqual isError isFinite isFunction isInteger isLength isMap isMatch isNaN isNil isNull isNumber isObject isObjectLike isPlainObject isRegExp isSafeInteger isSet isString isSymbol isTypedArray isUndefined eq gt gte lt lte',
  ],
  [PRIMITIVE, 'toFinite toInteger toLength toNumber toSafeInteger toString'],
  [PRIMITIVE, 'clamp inRange ceil floor round mean indexOf lastIndexOf sortedIndex sortedIndexOf sortedLastIndex'],
  [PRIMITIVE, 'join includes size has hasIn'],
  [ASKS, 'meanBy findIndex findLastIndex findKey findLastKey every some'],
  [ANY, 'add subtract multiply divide sum max min first head last nth get defaultTo castArray identity'],
  [PICKS, 'sumBy maxBy minBy find findLast reduce reduceRight forEach each forIn forOwn'],
  [FRESH, 'cloneDeep invert keys keysIn range rangeRight split toPath words'],
  [
    shallow(50),
    'chunk compact difference drop dropRight flatten flattenDeep flattenDepth fromPairs initial intersection slice tail take takeRight union uniq unzip without xor zip zipObject at toArray toPairs entries omit pick values valuesIn',
  ],
  [
    SORTS,
    'dropWhile dropRightWhile takeWhile takeRightWhile uniqBy sortedUniqBy countBy filter reject flatMap groupBy keyBy orderBy partition mapKeys omitBy pickBy',
  ],
  // More functions than one may follow.
  [{ ...SORTS, most: 2 }, 'sortBy'],
  [MAPS, 'map mapValues times'],
);
