/**
 * The rules on which the promise rests, each with the change to the built packages that switches it off. That the
 * fuzzer then finds wrong programs shows that it would notice if the rule were broken.
 */

/**
 * Name of the rule, file below `packages/`, text that occurs there once, and what replaces it; `also`: another change
 * without which this one would not show.
 */
export type Rule = readonly [rule: string, file: string, from: string | RegExp, to: string, also?: Rule];

type Make = (rule: string, from: string | RegExp, to: string) => Rule;

const inFolder =
  (folder: string) =>
  (file: string): Make =>
  (rule, from, to) => [rule, `${folder}/${file}.js`, from, to];

const plan = inFolder('transform/dist/3-plan');
const analyze = inFolder('transform/dist/2-analyze');
const runtime = inFolder('runtime/dist');

/** The function, arrow function or method of that name begins with something else. */
const only =
  (make: Make) =>
  (rule: string, name: string, instead: string): Rule =>
    make(
      rule,
      new RegExp(
        `^(?: {4}|(?:export )?function |(?:export )?const )${name}(?: = )?\\([^\\n]*?\\) (?:=> \\{|\\{|=>)`,
        'm',
      ),
      `$& ${instead}`,
    );

const heap = plan('heap');
const reads = plan('heap-reads');
const dependence = plan('dependence');
const subscripts = plan('subscript-test');
const directions = plan('directions');
const space = plan('iteration-space');
const poison = plan('poison');
const effects = plan('effects');
const shadows = plan('shadows');
const paths = plan('paths');
const slice = plan('slice');
const demand = plan('demand');

const withAlso = ([rule, file, from, to]: Rule, also: Rule): Rule => [rule, file, from, to, also];

/** V2 refuses what this breaks: with both switched off it has to show. */
const withoutWorkerCheck = ([rule, ...rest]: Rule): Rule =>
  withAlso(
    [`${rule} (and V2)`, ...rest],
    ['V2', 'transform/dist/pipeline/assemble.js', '?? checkWorker(', '?? ((..._) => undefined)('],
  );

/** Places that every iteration shares are found before their parts are compared. */
const withoutSamePlace = (rule: Rule): Rule => withAlso(rule, dependence('the same place', 'if (fixed)', 'if (false)'));

const HEAP: readonly Rule[] = [
  only(heap)('heap: a write may reach a read', 'relation', 'return NEVER;'),
  only(heap)('heap: different names of one object', 'mayMeet', 'return false;'),
  heap(
    'heap: what has no name may be anything',
    'if (unknown)\n            return true;',
    'if (unknown) return false;',
  ),
  heap(
    'heap: what has no name may be a written variable',
    'return this.reachable.has(write.root.symbol);',
    'return false;',
  ),
  only(heap)('heap: stored references, for writes', 'isLoose', 'return false;'),
  only(heap)('heap: stored references, for reads', 'redirections', 'return [];'),
  only(heap)('heap: containers as values', 'mentionedAsValues', 'return new Set();'),
  only(heap)('heap: reassigned variables', 'rooted', 'return a;'),
  only(heap)('heap: a shadow write that others read before', 'isReadBefore', 'return false;'),
  only(heap)('heap: behind stored references', 'conflictsBehind', 'return this.conflicts(access, extra);'),
  heap('heap: stored references to what was made', ' && !isMade(w.access, a.path)', ' && w.access.made === undefined'),
];

const SUBSCRIPTS: readonly Rule[] = [
  withoutSamePlace(
    subscripts('subscripts: the same invariant element', 'return c === 0 ? ANY : NEVER;', 'return NEVER;'),
  ),
  withoutSamePlace(
    dependence('subscripts: the same field', 'return w.field === r.field ? ANY : NEVER;', 'return NEVER;'),
  ),
  subscripts('subscripts: distance', 'flow: distance > 0', 'flow: false'),
  withAlso(
    subscripts('subscripts: the same iteration', '{ ...NEVER, same: true, distance: 0 }', 'NEVER'),
    subscripts('at no distance', 'same: distance === 0', 'same: false'),
  ),
  subscripts('subscripts: the same form with terms that vary', 'alone && fixed ?', 'alone ?'),
  subscripts(
    'subscripts: unknown ones',
    'compareIntervals(space, a, b) : ANY',
    'compareIntervals(space, a, b) : NEVER',
  ),
  dependence('subscripts: no affine forms', /(compareSubscripts\([^\n]*\) :) ANY/, '$1 NEVER'),
  only(directions)('subscripts: intervals', 'least', 'return 1;'),
  directions('subscripts: greatest common divisor', 'if (c % (gcd(', 'if (true || c % (gcd('),
  only(directions)('subscripts: enumeration', 'enumerated', 'return false;'),
  space('subscripts: the number of iterations', 'trip ?? Number.POSITIVE_INFINITY', '1'),
  space('subscripts: the start', 'scale(parts.a, start)', 'scale(parts.a, constant(0))'),
  space('subscripts: the step', 'scale(parts.a, step)', 'scale(parts.a, constant(9))'),
  space('subscripts: ranges of inner counters', 'minus(range.upper, constant(1))', 'range.lower'),
  space('subscripts: inner counters that are subtracted', '(side === 1) !== descends', 'side === 1'),
  only(heap)('subscripts: what is known at entry only', 'rely', 'return;'),
  only(dependence)('subscripts: names that are subscripts', 'meetsField', 'return false;'),
  only(dependence)('subscripts: names of other iterations', 'isName', 'true || '),
  dependence('subscripts: whole values', 'const any = [anyWrite, anyRead].filter((i) => i >= 0);', 'const any = [];'),
];

const SCALARS: readonly Rule[] = [
  poison(
    'scalars: carried',
    'if (!write)\n            return this.inCall(e, this.supplies.missing(id, e.span));',
    'return this.inCall(e, this.supplies.missing(id, e.span));',
  ),
  only(plan('classify'))('scalars: privatisation', 'isPrivatisable', 'true || '),
  plan('classify')(
    'scalars: writes under a condition',
    'own.length > 0 && !conditional && e.op',
    'own.length > 0 && e.op',
  ),
  plan('classify')(
    'scalars: writes in branches',
    'const branch = { assigned: flow.assigned,',
    'const branch = flow, _ = {',
  ),
  // That closures or the header see a variable is no rule here: a worker that misses it does not pass V2.
  withoutWorkerCheck(only(poison)('scalars: the accumulator of reduce', 'poisonAccumulator', 'return;')),
  poison('scalars: writes are effects', 'first(e.writes, (w) =>', 'first([], (w) =>'),
  only(plan('sections'))('sections: what another section gives', 'betweenSections', 'return undefined;'),
];

const GROUPS: readonly Rule[] = [
  analyze('made')('groups: new for its place', 'if (makes)', 'if (true) return DEEP; if (makes)'),
  analyze('paths')('groups: depth of what is new', 'base.certain !== undefined && path.length > base.certain', 'false'),
  analyze('paths')('groups: one that is not new', 'if (!only || more)', 'if (!only)'),
  only(dependence)('groups: by key and by going through', 'isMember', "return 'content' in s;"),
  analyze('accumulators')('accumulators: what is returned', '[initial, ...returnedBy(callback)]', '[initial]'),
];

const SLICES: readonly Rule[] = [
  only(reads)('forwarding: within an iteration', 'forwarded', 'return true;'),
  reads('forwarding: the order', 'read.id > write.expr.id', 'false'),
  reads('forwarding: what reads later', '!done || done.id >= write.expr.id || done.lazy === true', 'false'),
  reads('forwarding: heads of inner loops', 'shared.includes(reader) || shared.includes(writer)', 'false'),
  only(heap)('forwarding: inner loops', 'meetOnlyAtOnce', 'return true;'),
  shadows('slice: shadow writes of what is in P', 'const pure = ', 'const pure = true || '),
  only(shadows)('slice: shadow writes inside of try', 'isProtected', 'return false;'),
  only(poison)('slice: element writes are effects', 'writeOf', 'return undefined;'),
  withoutWorkerCheck(only(slice)('slice: what is dropped poisons its variables', 'poisonDefinitions', 'return;')),
  only(slice)('slice: what is dropped poisons its objects', 'loseWrites', 'return;'),
  slice('slice: try blocks may end anywhere', 'this.poisonDefinitions(x, cause, (id) => !inside.has(id));', ';'),
  only(slice)('slice: lost jumps', 'losesItsJumps', 'return false;'),
  slice('slice: poisoned control', 'this.visit(kid, below);', 'this.visit(kid, undefined);'),
  only(demand)('sites: objects that change later', 'changesLater', 'return false;'),
  only(demand)('sites: objects that are shared', 'sharesObjects', 'return false;'),
  only(demand)('sites: with effects on objects', 'isHarmless', 'return true;'),
  only(demand)('sites: with effects on variables', 'isUnneeded', 'return true;'),
  plan('pieces')('logs: errors that P catches', "s.op === 'try' && this.demand", 'false && this.demand'),
  only(plan('unwinding'))('logs: what R throws past in inner loops', 'mayLog', 'return true;'),
  only(plan('unwinding'))('logs: jumps that R does not reach', 'misses', 'return false;'),
  demand(
    'replay: what P has not done',
    "if (this.slice.fate(s) !== 'kept' && !this.slice.isPartlyKept(s))\n            return false;",
    '',
  ),
  demand('replay: privatised variables', ' || this.slice.outer.privatised.has(id)', ''),
  demand(
    'replay: shadowed statements',
    "this.slice.fate(s) !== 'kept' || this.slice.isShadowed(s)",
    "this.slice.fate(s) !== 'kept'",
  ),
  only(plan('repeated'))('replay: values that differ each time', 'repeatedCause', 'return undefined;'),
  demand('replay: jumps', 'return s.jump?.leaves === true || this.belongsToReplay(s);', 'return false;'),
];

const EFFECTS: readonly Rule[] = [
  only(effects)('effects: of calls', 'calleeWrites', 'return undefined;'),
  only(effects)('effects: external', 'external', 'return undefined;'),
  only(poison)('effects: faults', 'faultOf', 'return undefined;'),
  poison('effects: writes to nobody knows what', "if (root.kind === 'unknown')", 'if (false)'),
  only(analyze('outward'))('summaries: accesses', 'outward', 'return [];'),
  only(analyze('outward'))('summaries: patterns of parameters', 'patternReads', 'return [];'),
  only(analyze('outward'))('summaries: defaults', 'defaultOf', 'return [];'),
  only(analyze('outward'))('summaries: retained parameters', 'retainedParameters', 'return new Set();'),
  only(analyze('callees'))('callees: methods of the program', 'declaredByClass', 'false && '),
  only(analyze('stores'))('freshness: stores', 'storesInto', 'return [];'),
  analyze('lowering')('freshness: levels that are new', 'return root.depth >= length ?', 'return true ?'),
  analyze('lowering')(
    'freshness: contents of what is new',
    ' && depthOfSymbol(this.ctx, symbol, field) < length',
    ' && false',
  ),
  analyze('freshness')(
    'freshness: contents of literals',
    'return 1 + minimum(node.elements.map((e) => elementDepth(ctx, e)));',
    'return Number.POSITIVE_INFINITY;',
  ),
  only(analyze('freshness'))('freshness: results of callbacks', 'callbackDepth', 'return Number.POSITIVE_INFINITY;'),
  only(analyze('freshness'))('freshness: primitives', 'primitiveName', 'return true;'),
  only(analyze('freshness'))('freshness: primitives of primitives', 'givesPrimitive', 'return true;'),
  analyze('freshness')('freshness: what methods return', 'if (info.depth === undefined)', 'if (true)'),
  only(analyze('lower-expr'))('lowering: conversions', 'converted', 'return [];'),
];

const HEADERS: readonly Rule[] = [
  plan('header')(
    'header: moving bounds',
    'if (moving !== undefined)\n        return movingBound',
    'if (false)\n        return movingBound',
  ),
  plan('header')('header: bounds', 'const bound = slice.poison(id);', 'const bound = undefined;'),
  only(plan('elements'))('header: iterated elements', 'elementCause', 'return undefined;'),
  only(plan('elements'))('header: generators', 'generatorCause', 'return undefined;'),
  only(plan('bulk'))('direct: growing bounds', 'boundGrows', 'return false;'),
  plan('bulk')('direct: nothing but writes', '|| slice.outer.writes.size > 0', ''),
  only(plan('bulk'))('direct: counted subscripts', 'isCounted', 'true || '),
  only(plan('bulk'))('direct: operands without effects', 'writesSomething', 'false && '),
];

const NESTS: readonly Rule[] = [
  dependence('nest: rows', 'flow: outer.flow || inner.flow', 'flow: inner.flow'),
  dependence('nest: within a row', 'flow: outer.flow || inner.flow', 'flow: outer.flow'),
  subscripts('nest: counters of other levels', 'counters.some((c) => c.variable === s)', 'isCounter(view.graph, s)'),
  subscripts('nest: values of outer counters', 'every((f) => space.isNamed(f))', 'every(() => true)'),
  plan('header')('nest: bounds that grow', '(mayGrow && isHarmlessGrowth', '(isHarmlessGrowth'),
  plan('header')('nest: starts that change', 'const again = isOutermost ?', 'const again = true ?'),
  only(analyze('header-nest'))('nest: jumps', 'checkJumps', 'return;'),
  only(analyze('header-nest'))('nest: bounds that depend on outer counters', 'mentionOf', 'return undefined;'),
  runtime('guards/product')('nest: the order', 'cycle: { every, count }', 'cycle: { every: n / every / count, count }'),
];

const PATHS: readonly Rule[] = [
  only(paths)('paths: what the loop writes', 'blocker', 'return undefined;'),
  only(paths)('paths: containers on the way', 'isOnTheWay', 'return false;'),
  only(paths)('paths: variables that the loop assigns', 'isUsable', 'return true;'),
  only(runtime('transport/audit'))('paths: through written containers', 'leadsThrough', 'false && '),
  only(plan('own-calls'))('guards: own methods', 'ownGuards', 'return [];'),
  only(runtime('guards/instances'))('guard: methods', 'methods', 'return object;'),
];

const OPERANDS: readonly Rule[] = [
  only(plan('scalar-operands'))('operands: where they are checked', 'checked', 'return [...replacements];'),
  only(runtime('worker/job'))('operands: no objects', 'scalar', 'return value;'),
];

const apart = runtime('guards/apart');

const APART: readonly Rule[] = [
  only(apart)('guard: apart', 'apart', 'return space;'),
  apart('guard: apart, headers that count', 'holds(lines.every(', 'holds(true || lines.every('),
  apart('guard: apart, integers', 'holds(test.every(isSafe)', 'holds(true'),
  apart('guard: apart, inner loops', 'holds(positive.every(', 'holds(true || positive.every('),
  only(apart)('guard: apart, intervals', 'least', 'return 1;'),
  apart('guard: apart, greatest common divisor', 'if (c % (gcd(', 'if (true || c % (gcd('),
  only(apart)('guard: apart, enumeration', 'meetsSomewhere', 'return false;'),
];

const GUARDS: readonly Rule[] = [
  only(plan('written'))('guards: containers that cannot be guarded', 'unreachable', 'return undefined;'),
  only(plan('conversions'))('guards: conversions', 'conversionGuards', 'return [];'),
  only(plan('conversions'))('guards: what callees read', 'calleeGuards', 'return [];'),
  only(plan('subscripts'))('guards: integers', 'integerGuards', 'return [];'),
  plan('written')('guards: disjoint', 'deep: isDeep,', 'deep: false,'),
  runtime('transport/audit')(
    'audit: no alias',
    "return own === undefined || rootOf(trace, own) ? null : 'alias of a container that the loop writes';",
    'return null;',
  ),
  runtime('transport/audit')(
    'audit: one object, two ways',
    "return 'object that is reached in two ways, below what the loop writes';",
    'return null;',
  ),
  runtime('transport/audit')('audit: alias below', "return 'alias of what the loop writes';", 'return null;'),
  runtime('transport/audit')('audit: outputs below outputs', 'return strayed < 0 ?', 'return true ?'),
  runtime('transport/audit')('audit: buffers', 'place(container.buffer);', ';'),
  only(runtime('worker/plain'))(
    'audit: plain data',
    'judge',
    "if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Map.prototype && Object.getPrototypeOf(value) !== Set.prototype && !ArrayBuffer.isView(value)) return 'object';",
  ),
  runtime('plan')('direct: two outputs are one', "tier === 'direct' ? overlapping(entry) : null", 'null'),
  only(runtime('guards/containers'))('guard: items', 'items', 'return { n: xs.length, start: 0, step: 1 };'),
  only(runtime('guards/elements'))(
    'guard: dense',
    'dense',
    'return { n: Math.max(0, xs.length - skipped), start: skipped, step: 1 };',
  ),
  only(runtime('guards/containers'))('guard: writable', 'writable', 'return container;'),
  only(runtime('guards/containers'))('guard: appendable', 'appendable', 'return array;'),
  only(runtime('guards/containers'))('guard: native', 'native', 'return value;'),
  only(runtime('guards/values'))('guard: settable', 'settable', 'return object;'),
  only(runtime('guards/values'))('guard: get', 'get', 'return object[key];'),
  only(runtime('guards/values'))('guard: plain', 'plain', 'return value;'),
  only(runtime('guards/values'))('guard: integer', 'integer', 'return value;'),
  only(runtime('guards/values'))('guard: distinct', 'distinct', 'return xs;'),
  only(runtime('guards/containers'))('guard: collections', 'collection', 'return container;'),
  runtime('guards/iterables')('guard: iterators of containers', 'native(container, method ?? Symbol.iterator);', ''),
  runtime('guards/iterables')(
    'guard: names',
    "holds(isPlainObject(object) || isPlainArray(object), 'not a plain object or array');",
    '',
  ),
  runtime('guards/iterables')(
    'guard: generators',
    "holds(isGenuine && Reflect.ownKeys(own).length === 0, 'not a generator as it was written');",
    '',
  ),
  runtime('guards/iterables')('guard: patterns', '(property?.get ?? property?.value) === value', 'true'),
  only(runtime('guards/iterators'))('guard: steps of iterators', 'steps', 'return;'),
  runtime('guards/elements')('guard: Array.from', "holds(untouched, 'from was changed');", ''),
  runtime('guards/counted')(
    'guard: headers that are run',
    "holds(typeof value === 'number' && !Object.is(value, -0), 'loop header is not numeric');",
    '',
  ),
  runtime('guards/proxy')('guard: proxies', 'test = isProxy;', ''),
  only(runtime('worker/strangers'))('guard: strangers', 'strangers', 'return null;'),
  runtime('guards/range')(
    'guard: range',
    "holds(typeof lo === 'number' && typeof hi === 'number' && typeof step === 'number', 'loop header is not numeric');",
    '',
  ),
];

const LOGS: readonly Rule[] = [
  runtime('commit/handle')(
    'misses: of iterations',
    'const known = i < log.count && !this.misses(log, i) && steady;',
    'const known = steady;',
  ),
  only(runtime('worker/job'))('logs: what may be sent', 'admits', 'return true;'),
  only(runtime('worker/job'))('logs: what was refused is missed', 'refuse', 'throw MISS;'),
  only(runtime('worker/job'))('logs: what a handler has lost', 'lost', 'return;'),
  runtime('worker/job')('logs: objects that others have', 'home.has(part) ||', ''),
  runtime('worker/job')('logs: objects that a clone changes', '!isOrdinary(part) ||', ''),
  only(runtime('commit/commit'))('direct: what cannot throw', 'safe', 'return count;'),
  runtime('worker/line')(
    'logs: the iteration',
    'const at = cycle === undefined ? k',
    'const at = cycle === undefined ? k ^ 1',
  ),
  runtime('worker/column')(
    'logs: every bit',
    'this.log.put(this.cursor.k, value);',
    'this.log.put(this.cursor.k, value === 0 ? 0 : value);',
  ),
];

const FORMS: readonly Rule[] = [
  only(plan('form'))('awaited: unsteady reads', 'unsteadyRead', 'return undefined;'),
  only(plan('form'))('awaited: what others see', 'isUnseen', 'return true;'),
  only(plan('form'))('awaited: confined containers', 'isConfined', 'true || '),
  only(plan('header'))('awaited: pins', 'pinsOf', 'return [];'),
  only(runtime('commit/steady'))('awaited: steady inputs', 'enter', 'return;'),
];

const FUNCTIONS: readonly Rule[] = [
  only(analyze('settled'))('functions: tables are as they were made', 'changeOf', 'return undefined;'),
  only(analyze('settled'))('functions: methods that change their table', 'inMethods', 'return undefined;'),
  only(analyze('settled'))('functions: other names of a table', 'atAlias', 'return undefined;'),
  only(analyze('rebuilt'))('functions: what making them reads', 'atMaking', 'return undefined;'),
  only(analyze('hidden-calls'))('functions: what runs where no call is written', 'hiddenCalls', 'return [];'),
  only(analyze('named-members'))('functions: under names of built-in methods', 'storedUnder', 'return [];'),
  only(analyze('carriers'))('functions: members of which nothing is known', 'mayBeFunction', 'return false;'),
  only(analyze('lower-expr'))('functions: their text', 'textFaults', 'return [];'),
  only(analyze('quiet'))('functions: what happens after they are made', 'isQuietSince', 'return true;'),
  only(analyze('quiet'))('functions: what is between', 'isQuiet', 'return true;'),
  only(analyze('quiet'))('functions: what the construct begins with', 'startsQuietly', 'return true;'),
  only(analyze('kept'))('functions: what they keep', 'stateOf', 'return undefined;'),
  only(analyze('kept'))('functions: what they enclose', 'isOrdinary', 'return true;'),
  only(analyze('sealed'))('functions: sealed objects', 'isSealed', 'return true;'),
  only(analyze('sealed'))('functions: flat objects', 'isFlat', 'return true;'),
  only(analyze('sealed'))('functions: what closures do with sealed objects', 'looksInto', 'return true;'),
  only(analyze('members'))('functions: computed names', 'isOpen', 'return false;'),
  only(plan('captures'))('functions: made of primitives', 'primitiveGuards', 'return [];'),
  only(plan('captures'))(
    'functions: tables that others may write into',
    'tableGuards',
    'return { guards: [], labels: [], imports: [] };',
  ),
  only(runtime('guards/tables'))('functions: tables as they were written', 'asWritten', 'return table;'),
  only(plan('captures'))('functions: two variables of one name', 'nameClash', 'return undefined;'),
  only(analyze('lower-values'))('functions: values that are called', 'valueEffects', 'return {};'),
  only(analyze('lower-values'))('functions: effects of closures', 'closureEffects', 'return {};'),
  only(analyze('closure-state'))('functions: state of all iterations', 'isMomentary', 'return true;'),
  analyze('closure-state')('functions: state under two names', 'holder.maker !== maker', 'false'),
  analyze('tools')('functions: decoders', "return access.name.text !== 'decode' ||", 'return true ||'),
  only(analyze('spaces'))('functions: namespaces with state', 'ofStatement', 'return undefined;'),
];

const PACKAGES: readonly Rule[] = [only(analyze('packages/state'))('packages: state', 'stateOf', 'return undefined;')];

const WAITING: readonly Rule[] = [
  only(plan('stability'))('waiting: what others may change', 'changed', 'return undefined;'),
  only(plan('stability'))('waiting: containers of others', 'isStable', 'return true;'),
  only(plan('stability'))('waiting: objects that are given away', 'sharedBy', 'return [];'),
  only(plan('stability'))('waiting: where other code runs', 'isPoint', 'return false;'),
  only(plan('steady-header'))('waiting: headers', 'unsteadyHeader', 'return undefined;'),
  only(analyze('symbol-records'))('waiting: variables of others', 'isUnsteady', 'return false;'),
  only(runtime('commit/watch'))('waiting: iterations are compared', 'holds', 'return true;'),
  runtime('commit/watch')('waiting: elements', 'this.rows.every(', 'true || this.rows.every('),
  runtime('commit/watch')('waiting: all that is sent', 'this.whole.every((shot) => shot.holds())', 'true'),
  only(runtime('commit/watch'))('waiting: variables and guards', 'captures', 'return true;'),
  runtime('commit/watch')('waiting: what has changed stays so', 'this.broken = true', 'return false'),
  runtime('commit/watch')('waiting: order of elements', "mode === 'ordered'", 'false'),
  only(plan('late'))('waiting: what stands behind', 'lateOf', 'return { all: new Set(), behind: new Set() };'),
  only(plan('stream'))('streams: sources that notice', 'streamCause', 'return undefined;'),
];

const members = analyze('named-members');

const CLASSES: readonly Rule[] = [
  only(runtime('guards/classes'))('classes: as they were written', 'verify', 'return;'),
  runtime('worker/plain')("classes: members of an instance's own", 'names !== undefined && names.size > 0', 'false'),
  runtime('worker/plain')(
    'classes: none but registered ones',
    'if (check === undefined)',
    'if (check === undefined && proto !== null) return instance(value, undefined); if (check === undefined)',
  ),
  members('classes: every override', '[...new Set([...methods, ', '[...new Set([...methods.slice(0, 1), '),
  only(plan('registry'))('classes: of what the replay calls', 'classGuards', 'return { guards: [] };'),
  only(analyze('lower-expr'))('classes: what accessors read', 'getterEffects', 'return {};'),
  only(analyze('paths'))('classes: accessors are no places', 'isComputed', 'false && '),
  only(analyze('stores'))('classes: what methods put into their object', 'throughThis', 'return [];'),
  analyze('instance-fields')(
    'classes: fields that are replaced',
    'return storesInto(ctx, symbol).every(',
    'return true || storesInto(ctx, symbol).every(',
  ),
  only(members)('classes: iterators of their own', 'isIterableFamily', 'false && '),
  only(analyze('stores'))('classes: what methods store', 'storesNothing', 'return true;'),
  only(analyze('instance-depth'))(
    'classes: what constructors store',
    'instanceDepth',
    'return Number.POSITIVE_INFINITY;',
  ),
  only(analyze('lower-assign'))('classes: setters', 'setterFault', 'return [];'),
];

const sets = plan('read-sets');
const uses = analyze('uses');
const projection = runtime('transport/projection');

const COLUMNS: readonly Rule[] = [
  only(sets)('columns: what stands in P', 'isWritten', 'return false;'),
  only(sets)('columns: copied declarations', 'isCopied', 'return false;'),
  only(sets)('columns: elements alone', 'takesElements', 'return true;'),
  sets('columns: other guards of the replay', '.length === usual ? tree', '.length >= 0 ? tree'),
  sets('columns: values must be primitive', "use.as === 'value' ||", "(use.as === 'value' && inP(use)) ||"),
  only(uses)('columns: where values are assigned', 'assigned', "this.end(node, found, 'moved'); return;"),
  only(uses)('columns: where values are collected', 'isCollected', 'return true;'),
  only(uses)('columns: values that functions return', 'isHandedOn', 'return true;'),
  only(uses)('columns: subscripts', 'subscript', 'return 0;'),
  projection('columns: computed elements', 'hasGetter(value, i) ||', ''),
  projection('columns: computed fields', ": !('value' in property)", ': false'),
  only(projection)('columns: inherited fields', 'isMissing', 'return true;'),
  projection('columns: aliases and proxies', 'value === null || taking.visit(value, trace) !== null', 'value === null'),
  projection('columns: fields that are objects', 'if ((kind & PRIMITIVE) !== 0)', 'if (false)'),
];

export const RULES: readonly Rule[] = [
  ...PACKAGES,
  ...CLASSES,
  ...HEAP,
  ...SUBSCRIPTS,
  ...SCALARS,
  ...GROUPS,
  ...SLICES,
  ...EFFECTS,
  ...FUNCTIONS,
  ...HEADERS,
  ...NESTS,
  ...PATHS,
  ...OPERANDS,
  ...APART,
  ...GUARDS,
  ...LOGS,
  ...FORMS,
  ...WAITING,
  ...COLUMNS,
];

/** No rules of the promise: without them loops that are not worth it run in parallel too. */
export const PROFIT: readonly Rule[] = [
  demand('profit: heavy sites', 'const HEAVY = 8;', 'const HEAVY = 0;'),
  plan('draft')('profit: share of the work', 'const MIN_SHARE = 0.3;', 'const MIN_SHARE = 0;'),
  plan('bulk')('profit: direct', 'return works &&', 'return true &&'),
];
