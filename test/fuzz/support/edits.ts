/** Smaller versions of a program: texts in which one statement or expression is gone. */
import ts from 'typescript';

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export const apply = (source: string, { start, end, text }: Edit): string =>
  source.slice(0, start) + text + source.slice(end);

/** Counters of inner loops: without them a loop does not end. */
const COUNTS = /^i\d+(\+\+|--);$/;
const KEPT = new Set(['main', 'run', 'state']);

/** Where a statement may be replaced by those inside of it. */
const INSIDE: readonly ((node: ts.Node) => readonly ts.Node[])[] = [
  (node) => (ts.isBlock(node) ? node.statements : []),
  (node) => (ts.isIfStatement(node) ? [node.thenStatement, ...(node.elseStatement ? [node.elseStatement] : [])] : []),
  (node) => (ts.isTryStatement(node) ? [node.tryBlock] : []),
  (node) => (ts.isIterationStatement(node, false) || ts.isLabeledStatement(node) ? [node.statement] : []),
  (node) => (ts.isSwitchStatement(node) ? node.caseBlock.clauses.flatMap(({ statements }) => statements) : []),
];

const isSmall = (node: ts.Node): boolean =>
  ts.isIdentifier(node) || ts.isNumericLiteral(node) || node.kind === ts.SyntaxKind.NullKeyword;

/** Positions at which any expression may stand. */
function isValue(node: ts.Node): node is ts.Expression {
  if (!ts.isExpression(node) || isSmall(node)) return false;
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && parent.left === node && isAssignment(parent)) return false;
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) return false;
  return !ts.isExpressionWithTypeArguments(node);
}

const isAssignment = ({ operatorToken: { kind } }: ts.BinaryExpression): boolean =>
  kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;

/** Declarations that are taken or left as a whole. */
const isHelper = (node: ts.Node): boolean =>
  ts.isClassDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  (ts.isFunctionDeclaration(node) && ts.isSourceFile(node.parent) && !KEPT.has(node.name?.text ?? ''));

class Collector {
  readonly edits: Edit[] = [];
  private readonly file: ts.SourceFile;

  constructor(file: ts.SourceFile) {
    this.file = file;
  }

  visit(node: ts.Node): void {
    if (isHelper(node)) {
      this.add(node, '');
      return;
    }
    this.shrink(node);
    ts.forEachChild(node, (child) => this.visit(child));
  }

  private add(node: ts.Node, text: string): void {
    this.edits.push({ start: node.getStart(this.file), end: node.end, text });
  }

  private shrink(node: ts.Node): void {
    if (ts.isTypeNode(node)) return;
    if (ts.isStatement(node)) this.statement(node);
    else if (ts.isObjectLiteralElement(node) || ts.isBindingElement(node)) this.listed(node);
    else if (isValue(node)) this.expression(node);
  }

  private statement(node: ts.Statement): void {
    const text = node.getText(this.file);
    if (COUNTS.test(text) || (ts.isFunctionDeclaration(node) && KEPT.has(node.name?.text ?? ''))) return;
    if (ts.isBlock(node) && !ts.isBlock(node.parent)) return;
    this.add(
      node,
      ts.isBlock(node.parent) || ts.isSourceFile(node.parent) || ts.isCaseOrDefaultClause(node.parent) ? '' : '{}',
    );
    for (const inside of INSIDE) {
      const parts = inside(node);
      if (parts.length > 0) this.add(node, parts.map((part) => part.getText(this.file)).join('\n'));
    }
  }

  /** An element with the comma after it. */
  private listed(node: ts.Node): void {
    const comma = /^\s*,/.exec(this.file.text.slice(node.end))?.[0].length ?? 0;
    this.edits.push({ start: node.getStart(this.file), end: node.end + comma, text: '' });
  }

  private expression(node: ts.Expression): void {
    ts.forEachChild(node, (child) => {
      if (ts.isExpression(child)) this.add(node, child.getText(this.file));
    });
    this.add(node, '1');
    this.add(node, 'i');
    if (ts.isArrowFunction(node.parent) === false && ts.isCallExpression(node)) this.add(node, '2');
  }
}

/** Edits of a program, those that remove most first. */
export function edits(source: string): Edit[] {
  const file = ts.createSourceFile('program.ts', source, ts.ScriptTarget.Latest, true);
  const collector = new Collector(file);
  collector.visit(file);
  const gain = ({ start, end, text }: Edit): number => end - start - text.length;
  return collector.edits.filter((edit) => gain(edit) > 0).sort((p, q) => gain(q) - gain(p));
}
