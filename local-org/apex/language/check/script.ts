/**
 * Triggers and anonymous code as classes: what they declare becomes static members, their statements the method `$run`.
 * Variables of the script that its methods mention are seen by them, as the example of "Anonymous Blocks" (Apex Developer
 * Guide) shows; of triggers the guide says no more than that their code may declare what an inner class may ("Trigger
 * Syntax") and that their static variables live for one invocation ("Static and Instance"), so they are treated alike.
 */
import type {
  Block,
  Expression,
  FieldDeclaration,
  LocalDeclaration,
  Member,
  MethodDeclaration,
  Modifiers,
  Position,
  Statement,
  TypeDeclaration,
} from '../syntax/ast.ts';
import type { ClassSymbol } from '../types/symbols.ts';
import type { Problems } from '../types/problems.ts';

/** A name that no script can write. */
export const RUN = '$run';

/** Name of the class that a trigger becomes; a class of the trigger's own name may exist beside it. */
export function triggerClassName(trigger: string): string {
  return `${trigger}$trigger`;
}

/** Whether a class stands for a trigger or anonymous code. */
export function isScript(owner: ClassSymbol): boolean {
  return owner.members().methods.has(RUN);
}

/** Whether a name is one of those that scripts and triggers get, and that no one can write. */
export function isScriptName(name: string): boolean {
  return name === RUN || name.endsWith('$trigger');
}

interface Script {
  members: Member[];
  body: Block;
}

const STATIC: Modifiers = { access: 'public', words: new Set(['static']), sharing: null, annotations: [] };

/** The class that stands for a script; raises the problem of variables that a method mentions above their declaration. */
export function scriptClass(
  name: string,
  { members, body }: Script,
  sharing: TypeDeclaration['modifiers']['sharing'],
  problems: Problems,
): TypeDeclaration {
  const methods = members.filter((member) => member.kind === 'method');
  const mentions = methods.flatMap((method) => outsideNames(method));
  const fields: FieldDeclaration[] = [];
  const statements = body.statements.flatMap((statement) => {
    if (statement.kind !== 'local') return [statement];
    const [shared, own] = shares(statement, mentions, problems);
    if (shared.length > 0) fields.push(field(statement, shared));
    return [
      ...(own.length > 0 ? [{ ...statement, declarators: own }] : []),
      ...shared.flatMap((declarator) =>
        declarator.initializer ? [assignment(declarator, declarator.initializer)] : [],
      ),
    ];
  });
  return {
    kind: 'class',
    name,
    line: 1,
    column: 1,
    endLine: body.endLine,
    superclass: null,
    interfaces: [],
    values: [],
    modifiers: { access: 'public', words: new Set(), sharing, annotations: [] },
    members: [
      ...fields,
      ...members.map((member) => asStatic(member)),
      {
        kind: 'method',
        name: RUN,
        line: 1,
        column: 1,
        modifiers: STATIC,
        returns: null,
        parameters: [],
        body: { ...body, statements },
      },
    ],
  };
}

function asStatic(member: Member): Member {
  if (member.kind !== 'method' && member.kind !== 'property' && member.kind !== 'field') return member;
  return { ...member, modifiers: { ...member.modifiers, words: new Set([...member.modifiers.words, 'static']) } };
}

type Declarators = LocalDeclaration['declarators'];

function shares(local: LocalDeclaration, mentions: Mention[], problems: Problems): [Declarators, Declarators] {
  const shared: Declarators = [];
  const own: Declarators = [];
  for (const declarator of local.declarators) {
    const found = mentions.filter(({ name }) => name === declarator.name.toLowerCase());
    // "Variables cannot be referenced before their actual declaration" (Anonymous Blocks).
    for (const mention of found.filter((place) => isBefore(place, declarator)))
      problems.add(mention, `Variable does not exist: ${declarator.name}`);
    (found.length > 0 ? shared : own).push(declarator);
  }
  return [shared, own];
}

function isBefore(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.column < other.column);
}

function field({ type, line, column }: LocalDeclaration, declarators: Declarators): FieldDeclaration {
  return {
    kind: 'field',
    line,
    column,
    type,
    modifiers: STATIC,
    declarators: declarators.map((declarator) => ({ ...declarator, initializer: null })),
  };
}

function assignment({ name, line, column }: Declarators[number], value: Expression): Statement {
  const target: Expression = { kind: 'name', name, line, column };
  return {
    kind: 'expression',
    line,
    column,
    expression: { kind: 'assign', operator: '=', target, value, line, column },
  };
}

interface Mention extends Position {
  /** In lower case. */
  name: string;
}

/** Variables that a method mentions and does not declare itself. */
function outsideNames(method: MethodDeclaration): Mention[] {
  const mentions: Mention[] = [];
  const declared = new Set(method.parameters.map(({ name }) => name.toLowerCase()));
  walk(method.body, (node) => {
    if (node.kind === 'name')
      mentions.push({ name: String(node.name).toLowerCase(), line: node.line, column: node.column });
    if (node.kind === 'local')
      for (const { name } of (node as unknown as LocalDeclaration).declarators) declared.add(name.toLowerCase());
    if (node.kind === 'foreach') declared.add(String(node.name).toLowerCase());
    if (typeof node.variable === 'string') declared.add(node.variable.toLowerCase());
    for (const { name } of (node.catches as { name: string }[] | undefined) ?? []) declared.add(name.toLowerCase());
  });
  return mentions.filter(({ name }) => !declared.has(name));
}

type TreeNode = Position & Record<string, unknown>;

function walk(node: unknown, visit: (node: TreeNode) => void): void {
  if (node === null || typeof node !== 'object') return;
  if (!Array.isArray(node)) visit(node as TreeNode);
  for (const part of Object.values(node)) walk(part, visit);
}
