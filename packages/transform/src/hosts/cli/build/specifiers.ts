/** Where a module names other modules, by position. */
import { parse } from '../../../syntax/parse.ts';
import { ts } from '../../../syntax/ts.ts';

export interface Specifier {
  /** What is between the quotes. */
  readonly text: string;
  /** Offsets of the literal, quotes included. */
  readonly start: number;
  readonly end: number;
}

export interface ModuleShape {
  readonly specifiers: readonly Specifier[];
  /** Uses import, export, import.meta or top-level await, or at least nothing that only CommonJS has. */
  readonly isModule: boolean;
}

const COMMONJS_NAMES: readonly string[] = ['require', 'module', 'exports', '__filename', '__dirname'];

/** `import.meta`. */
const isImportMeta = (node: ts.Node): boolean =>
  ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword;

/** `import.meta.url`, the base of all relative URLs that we follow. */
const isModuleUrl = (node: ts.Node | undefined): boolean =>
  node !== undefined &&
  ts.isPropertyAccessExpression(node) &&
  node.name.text === 'url' &&
  isImportMeta(node.expression);

/** `import(x)`, `require(x)` and `import.meta.resolve(x)`. */
function isLoad({ expression }: ts.CallExpression): boolean {
  if (expression.kind === ts.SyntaxKind.ImportKeyword) return true;
  if (ts.isPropertyAccessExpression(expression)) {
    return expression.name.text === 'resolve' && isImportMeta(expression.expression);
  }
  return ts.isIdentifier(expression) && expression.text === 'require';
}

/** The expression in which a node names a module; undefined for all other nodes. */
function specifierNode(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isCallExpression(node) && isLoad(node)) return node.arguments[0];
  const isUrl = ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'URL';
  return isUrl && isModuleUrl(node.arguments?.[1]) ? node.arguments?.[0] : undefined;
}

/** `module` in `module.exports`, `require` in `require('x')`; not `x.module`, not a declaration of that name. */
const isCommonJsUse = (node: ts.Node): boolean =>
  ts.isIdentifier(node) &&
  COMMONJS_NAMES.includes(node.text) &&
  ((ts.isPropertyAccessExpression(node.parent) && node.parent.expression === node) ||
    (ts.isCallExpression(node.parent) && node.parent.expression === node));

/**
 * @param text JavaScript
 * @param path for the syntax that its extension stands for
 */
export function shapeOf(text: string, path: string): ModuleShape {
  const { source } = parse(text, path);
  const specifiers: Specifier[] = [];
  let commonJs = false;
  const visit = (node: ts.Node): void => {
    const named = specifierNode(node);
    if (named !== undefined && ts.isStringLiteralLike(named)) {
      specifiers.push({ text: named.text, start: named.getStart(source), end: named.getEnd() });
    }
    commonJs ||= isCommonJsUse(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { specifiers, isModule: ts.isExternalModule(source) || !commonJs };
}
