/** Where a contract's source can be mutated, found in the compiler's syntax tree. */

/** A node of the compiler's syntax tree, as far as it is read here. */
export interface Node {
  readonly nodeType: string;
  /** `start:length:file`, in bytes. */
  readonly src: string;
  readonly [key: string]: unknown;
}

/** Half open, in bytes. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** One change of one place: an exchange of what stands between its two parts, or a check that is deleted. */
export type Candidate = { readonly file: string; readonly at: Span } & (
  | { readonly kind: "exchange"; readonly parts: readonly [Span, Span]; readonly from: string; readonly to: string }
  | { readonly kind: "deleted check"; readonly instead: string }
);

const OPERATORS: Readonly<Record<string, string>> = {
  "+": "-",
  "-": "+",
  "*": "/",
  "/": "*",
  "%": "/",
  "<<": ">>",
  ">>": "<<",
  "&": "|",
  "|": "&",
  "&&": "||",
  "||": "&&",
  "==": "!=",
  "!=": "==",
  // Bounds: what is allowed at the limit.
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
};

const ASSIGNMENTS: Readonly<Record<string, string>> = { "+=": "-=", "-=": "+=", "|=": "&=", "&=": "|=" };

const FUNCTIONS: Readonly<Record<string, string>> = { min: "max", max: "min" };

const CHECK = /^_(authorize|require|check)/;

/** Candidates in functions and modifiers, in the order of the source; assembly and constants are left out. */
export function candidates(file: string, tree: Node): Candidate[] {
  const found: Candidate[] = [];
  const walk = (node: Node, parent: Node | undefined, inside: boolean): void => {
    if (node.nodeType === "InlineAssembly") return;
    const body = inside || node.nodeType === "FunctionDefinition" || node.nodeType === "ModifierDefinition";
    if (body) {
      const candidate = candidateAt(file, node, parent);
      if (candidate !== undefined) found.push(candidate);
    }
    for (const child of children(node)) walk(child, node, body);
  };
  walk(tree, undefined, false);
  return found.sort((a, b) => a.at.start - b.at.start || b.at.end - a.at.end);
}

function candidateAt(file: string, node: Node, parent: Node | undefined): Candidate | undefined {
  const at = span(node);
  switch (node.nodeType) {
    case "BinaryOperation": {
      const [left, right] = [child(node, "leftExpression"), child(node, "rightExpression")];
      const [from, to] = [String(node.operator), OPERATORS[String(node.operator)]];
      // Of two literals the compiler makes one; what a type defines as its operator has no other.
      if (left === undefined || right === undefined || to === undefined || typeof node.function === "number") return;
      if (isLiteral(left) && isLiteral(right)) return;
      return { file, at, kind: "exchange", parts: [span(left), span(right)], from, to };
    }
    case "ExpressionStatement":
      return statementAt(file, node, parent);
    case "FunctionCall":
      return callAt(file, node);
    case "ModifierInvocation":
      // The other kind names a base's constructor.
      if (node.kind !== "modifierInvocation") return;
      return { file, at, kind: "deleted check", instead: "" };
    case "IfStatement": {
      const condition = child(node, "condition");
      if (condition === undefined || !onlyReverts(child(node, "trueBody")) || node.falseBody != null) return;
      return { file, at: span(condition), kind: "deleted check", instead: "false" };
    }
    default:
      return;
  }
}

function statementAt(file: string, node: Node, parent: Node | undefined): Candidate | undefined {
  const expression = child(node, "expression");
  if (expression === undefined || parent?.loopExpression === node) return;
  if (expression.nodeType === "Assignment") {
    const [left, right] = [child(expression, "leftHandSide"), child(expression, "rightHandSide")];
    const [from, to] = [String(expression.operator), ASSIGNMENTS[String(expression.operator)]];
    if (left === undefined || right === undefined || to === undefined) return;
    return { file, at: span(expression), kind: "exchange", parts: [span(left), span(right)], from, to };
  }
  const name = child(expression, "expression")?.name;
  if (expression.nodeType !== "FunctionCall" || !CHECK.test(String(name))) return;
  const { start, end } = span(expression);
  return { file, at: { start, end: end + 1 }, kind: "deleted check", instead: "{}" }; // with its semicolon
}

/** `Math.min(a, b)`: the parts are what the name belongs to, and the arguments with their parentheses. */
function callAt(file: string, node: Node): Candidate | undefined {
  const callee = child(node, "expression");
  if (callee?.nodeType !== "MemberAccess" || child(callee, "expression")?.name !== "Math") return;
  const from = String(callee.memberName);
  const to = FUNCTIONS[from];
  const owner = child(callee, "expression");
  if (to === undefined || owner === undefined) return;
  const at = span(node);
  return { file, at, kind: "exchange", parts: [span(owner), { start: span(callee).end, end: at.end }], from, to };
}

function onlyReverts(body: Node | undefined): boolean {
  if (body?.nodeType === "RevertStatement") return true;
  const statements = body?.statements;
  return Array.isArray(statements) && statements.length === 1 && onlyReverts(statements[0] as Node);
}

function isLiteral(node: Node): boolean {
  const { typeIdentifier } = (node.typeDescriptions ?? {}) as { readonly typeIdentifier?: string };
  return typeIdentifier?.startsWith("t_rational") ?? false;
}

function child(node: Node, key: string): Node | undefined {
  const value = node[key];
  return isNode(value) ? value : undefined;
}

function children(node: Node): Node[] {
  return Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "nodeType" in value && "src" in value;
}

function span(node: Node): Span {
  const [start = 0, length = 0] = node.src.split(":").map(Number);
  return { start, end: start + length };
}
