/** Headers of array calls: the receiver, and the callback whose body is the body of the construct. */
import type { Fault, Header, StmtId } from '../records/graph.ts';
import { bare, isAsync, spanOf } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { symbolOf } from './context.ts';
import { type Framed, namesIn, rooted } from './header.ts';
import { lowerExpr } from './lower-expr.ts';
import { lowerPatternDefaults } from './lower-function.ts';
import { lowerStatement } from './lower-stmt.ts';
import type { Lowering } from './lowering.ts';
import { pathOf } from './paths.ts';

export function frameCall(l: Lowering, node: ts.CallExpression): Framed {
  const faults: Fault[] = [];
  const access = node.expression as ts.PropertyAccessExpression;
  const method = access.name.text;
  const callback = bare(node.arguments[0]!) as ts.ArrowFunction | ts.FunctionExpression;
  const receiver = lowerExpr(l, access.expression);
  const body = lowerCallback(l, callback);
  const offset = method === 'reduce' ? 1 : 0;
  if (isAsync(callback) || callback.asteriskToken)
    faults.push(l.fault(callback, 'PAR2010', { what: 'an async or generator callback' }, { fatal: true }));
  const limit = method === 'reduce' ? 2 : 1;
  if (node.arguments.length > limit)
    faults.push(
      l.fault(
        node.arguments[limit]!,
        'PAR2013',
        { what: 'An argument that becomes `this` in the callback' },
        { fatal: true },
      ),
    );
  const [first] = callback.parameters;
  if (first && ts.isIdentifier(first.name) && first.name.text === 'this')
    faults.push(l.fault(first, 'PAR6007', {}, { fatal: true }));
  if (ts.isFunctionExpression(callback) && callback.name)
    faults.push(l.fault(callback.name, 'PAR2013', { what: 'A callback with a name of its own' }, { fatal: true }));
  if (callback.parameters.some((p) => p.dotDotDotToken || p.initializer))
    faults.push(l.fault(callback, 'PAR2013', { what: 'A callback with rest or default parameters' }, { fatal: true }));
  if (method === 'reduce' && node.arguments.length < 2)
    faults.push(l.fault(access.name, 'PAR2013', { what: '`reduce` without an initial value' }, { fatal: true }));
  const symbols = callback.parameters.map((p) => (ts.isIdentifier(p.name) ? symbolOf(l.ctx, p.name) : undefined));
  const induction = symbols[offset + 1];
  const assigned = induction?.assignments[0];
  if (induction && assigned)
    faults.push(l.fault(assigned.node, 'PAR2007', { name: induction.name }, { fatal: true, variable: induction.name }));
  const element = callback.parameters[offset];
  const elements = element ? namesIn(l, element.name) : [];
  for (const p of callback.parameters) lowerPatternDefaults(l, p.name);
  const header: Header = {
    kind: 'call',
    method,
    pattern: element !== undefined && !ts.isIdentifier(element.name),
    receiver,
    call: spanOf(node),
    callback: spanOf(callback),
    parameters: callback.parameters.slice(offset).map((p) => p.name.getText()),
    accumulator: offset === 1 && callback.parameters[0] ? namesIn(l, callback.parameters[0].name) : [],
    body: spanOf(callback.body),
    expressionBody: !ts.isBlock(callback.body),
    ...rooted(l, pathOf(l.ctx, access.expression)),
  };
  return {
    header,
    induction: induction ? l.id(induction) : null,
    elements,
    body,
    bodySpan: spanOf(callback.body),
    faults,
  };
}

/** `(x) => e` is lowered as `return e`. */
function lowerCallback(l: Lowering, node: ts.ArrowFunction | ts.FunctionExpression): StmtId {
  if (ts.isBlock(node.body)) return lowerStatement(l, node.body);
  const value = lowerExpr(l, node.body);
  return l.addStatement(node.body, {
    op: 'jump',
    exprs: [value],
    kids: [],
    jump: { kind: 'return', leaves: true, exits: false },
  });
}
