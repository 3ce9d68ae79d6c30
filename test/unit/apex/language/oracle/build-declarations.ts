/** Classes, interfaces, enums and their members; triggers; anonymous blocks. */
import type {
  AnonymousUnitContext,
  ClassBodyDeclarationContext,
  ClassDeclarationContext,
  EnumDeclarationContext,
  FormalParametersContext,
  InterfaceDeclarationContext,
  MemberDeclarationContext,
  MethodDeclarationContext,
  ModifierContext,
  PropertyDeclarationContext,
  StatementContext,
  TriggerUnitContext,
  TypeDeclarationContext,
} from '@apexdevtools/apex-parser';
import type {
  Accessor,
  AnonymousDeclaration,
  Block,
  FieldDeclaration,
  LocalDeclaration,
  Member,
  MethodDeclaration,
  Modifiers,
  Parameter,
  Position,
  PropertyDeclaration,
  TriggerDeclaration,
  TypeDeclaration,
} from '../../../../../local-org/apex/language/syntax/ast.ts';
import { modifiers, nameOf, position, typeName, typeNames } from './build-names.ts';
import { block, declarator, statement } from './build-statements.ts';

export function buildType(context: TypeDeclarationContext): TypeDeclaration {
  const words = modifiers(context.modifier_list());
  const declared = context.classDeclaration();
  if (declared) return classDeclaration(declared, words);
  const contract = context.interfaceDeclaration();
  return contract ? interfaceDeclaration(contract, words) : enumDeclaration(context.enumDeclaration(), words);
}

function classDeclaration(context: ClassDeclarationContext, words: Modifiers): TypeDeclaration {
  const members = context
    .classBody()
    .classBodyDeclaration_list()
    .flatMap((body) => bodyMember(body) ?? []);
  return {
    kind: 'class',
    ...position(context.id()),
    name: nameOf(context.id()),
    modifiers: words,
    superclass: context.EXTENDS() ? typeName(context.typeRef()) : null,
    interfaces: context.typeList() ? typeNames(context.typeList()) : [],
    members,
    values: [],
    endLine: context.stop?.line ?? context.start.line,
  };
}

function interfaceDeclaration(context: InterfaceDeclarationContext, words: Modifiers): TypeDeclaration {
  const members = context
    .interfaceBody()
    .interfaceMethodDeclaration_list()
    .map((method): MethodDeclaration => ({
      kind: 'method',
      ...position(method.id()),
      name: nameOf(method.id()),
      modifiers: modifiers(method.modifier_list()),
      returns: method.typeRef() ? typeName(method.typeRef()) : null,
      parameters: parameters(method.formalParameters()),
      body: null,
    }));
  return {
    kind: 'interface',
    ...position(context.id()),
    name: nameOf(context.id()),
    modifiers: words,
    superclass: null,
    interfaces: context.typeList() ? typeNames(context.typeList()) : [],
    members,
    values: [],
    endLine: context.stop?.line ?? context.start.line,
  };
}

function enumDeclaration(context: EnumDeclarationContext, words: Modifiers): TypeDeclaration {
  const values = (context.enumConstants()?.id_list() ?? []).map((id) => ({ name: nameOf(id), ...position(id) }));
  return {
    kind: 'enum',
    ...position(context.id()),
    name: nameOf(context.id()),
    modifiers: words,
    superclass: null,
    interfaces: [],
    members: [],
    values,
    endLine: context.stop?.line ?? context.start.line,
  };
}

function bodyMember(context: ClassBodyDeclarationContext): Member | null {
  const initializer = context.block();
  if (initializer)
    return { kind: 'initializer', ...position(context), static: Boolean(context.STATIC()), block: block(initializer) };
  const declared = context.memberDeclaration();
  return declared ? member(declared, modifiers(context.modifier_list())) : null;
}

type AnyMemberContext = Omit<MemberDeclarationContext, 'constructorDeclaration'> &
  Partial<Pick<MemberDeclarationContext, 'constructorDeclaration'>>;

function member(context: AnyMemberContext, words: Modifiers): Member {
  const method = context.methodDeclaration();
  if (method) return methodDeclaration(method, words);
  const field = context.fieldDeclaration();
  if (field) {
    return {
      kind: 'field',
      ...position(field),
      modifiers: words,
      type: typeName(field.typeRef()),
      declarators: field.variableDeclarators().variableDeclarator_list().map(declarator),
    };
  }
  const property = context.propertyDeclaration();
  if (property) return propertyDeclaration(property, words);
  const inner = context.classDeclaration();
  if (inner) return classDeclaration(inner, words);
  const contract = context.interfaceDeclaration();
  if (contract) return interfaceDeclaration(contract, words);
  const enumeration = context.enumDeclaration();
  if (enumeration) return enumDeclaration(enumeration, words);
  const built = context.constructorDeclaration!();
  return {
    kind: 'constructor',
    ...position(built),
    name: built.qualifiedName().getText(),
    modifiers: words,
    parameters: parameters(built.formalParameters()),
    body: block(built.block()),
  };
}

function methodDeclaration(context: MethodDeclarationContext, words: Modifiers): MethodDeclaration {
  const body = context.block();
  return {
    kind: 'method',
    ...position(context.id()),
    name: nameOf(context.id()),
    modifiers: words,
    returns: context.typeRef() ? typeName(context.typeRef()) : null,
    parameters: parameters(context.formalParameters()),
    body: body ? block(body) : null,
  };
}

function parameters(context: FormalParametersContext): Parameter[] {
  return (context.formalParameterList()?.formalParameter_list() ?? []).map((parameter) => ({
    ...position(parameter),
    name: nameOf(parameter.id()),
    type: typeName(parameter.typeRef()),
    final: parameter.modifier_list().some((word) => word.FINAL()),
  }));
}

function propertyDeclaration(context: PropertyDeclarationContext, words: Modifiers): PropertyDeclaration {
  let getter: Accessor | null = null;
  let setter: Accessor | null = null;
  for (const part of context.propertyBlock_list()) {
    const access = modifiers(part.modifier_list()).access;
    const get = part.getter();
    const body = (get ?? part.setter()).block();
    const accessor: Accessor = { ...position(part), access, body: body ? block(body) : null };
    if (get) getter = accessor;
    else setter = accessor;
  }
  return {
    kind: 'property',
    ...position(context.id()),
    name: nameOf(context.id()),
    modifiers: words,
    type: typeName(context.typeRef()),
    getter,
    setter,
  };
}

interface BlockMember {
  statement(): StatementContext | null;
  modifier_list(): ModifierContext[];
}

/** Statements run in order; declarations between them belong to the unit. */
function unit(
  parts: (BlockMember & { declaration: AnyMemberContext | null })[],
  at: Position,
): { members: Member[]; body: Block } {
  const members: Member[] = [];
  const body: Block = { kind: 'block', ...at, statements: [], endLine: at.line };
  for (const part of parts) {
    const inner = part.statement();
    if (inner) body.statements.push(statement(inner));
    else if (part.declaration) {
      const declared = member(part.declaration, modifiers(part.modifier_list()));
      // The grammar reads `Integer i = 3;` as a field here; it runs in its place, as a local variable.
      if (declared.kind === 'field') body.statements.push(asLocal(declared));
      else members.push(declared);
    }
  }
  return { members, body };
}

function asLocal(field: FieldDeclaration): LocalDeclaration {
  const { line, column, type, declarators } = field;
  return { kind: 'local', line, column, type, declarators, final: field.modifiers.words.has('final') };
}

export function buildTrigger(context: TriggerUnitContext): TriggerDeclaration {
  const body = context.triggerBlock();
  const parts = body.triggerBlockMember_list().map((part) => ({
    statement: () => part.statement(),
    modifier_list: () => part.modifier_list(),
    declaration: part.triggerMemberDeclaration(),
  }));
  const events = context.triggerCase_list().map((event) => {
    const operation = event.INSERT() ?? event.UPDATE() ?? event.DELETE() ?? event.UNDELETE();
    return `${event.BEFORE() ? 'before' : 'after'} ${operation.getText().toLowerCase()}`;
  });
  return {
    ...position(context),
    name: nameOf(context.id(0)),
    object: nameOf(context.id(1)),
    events,
    ...unit(parts, position(body)),
  };
}

export function buildAnonymous(context: AnonymousUnitContext): AnonymousDeclaration {
  const parts = context
    .anonymousBlock()
    .anonymousBlockMember_list()
    .map((part) => ({
      statement: () => part.statement(),
      modifier_list: () => part.modifier_list(),
      declaration: part.anonymousMemberDeclaration(),
    }));
  return unit(parts, { line: 1, column: 1 });
}
