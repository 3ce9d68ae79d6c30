/** JavaScript of one class: static state, fields, constructors, methods, accessors. */
import type { UnitWriter } from '../generate/unit-writer.ts';
import type { Program } from '../program.ts';
import type { Accessor, Block } from '../syntax/ast.ts';
import type { Problems } from '../types/problems.ts';
import { fulfilsStatically, isExceptionBase } from '../types/symbols.ts';
import type { ClassSymbol, FieldSymbol, Initializer, MethodSymbol } from '../types/symbols.ts';
import { VOID } from '../types/type.ts';
import type { Type } from '../types/type.ts';
import { Body, inheritsSharing } from './body.ts';
import type { BodyOptions } from './body.ts';
import { constructorCode, takesSharing } from './calls.ts';
import { assign } from './coercion.ts';
import { expression } from './expressions.ts';
import { completesBlock } from './flow.ts';
import { TICK, statements } from './statements.ts';

interface ClassContext {
  program: Program;
  writer: UnitWriter;
  symbol: ClassSymbol;
  problems: Problems;
  /** What a trigger adds to its bodies. */
  options: Partial<BodyOptions>;
}

export function writeClass(
  program: Program,
  writer: UnitWriter,
  symbol: ClassSymbol,
  problems: Problems,
  options: Partial<BodyOptions> = {},
): void {
  const context: ClassContext = { program, writer, symbol, problems, options };
  writeStatics(context);
  writer.line(`class C_${symbol.code} extends ${parentCode(context)} {`);
  writeFields(context);
  writeInstanceInitializer(context);
  const members = symbol.members();
  for (const constructor of members.constructors) writeConstructor(context, constructor);
  for (const method of [...members.methods.values()].flat()) writeMethod(context, method);
  for (const field of members.fields.values()) writeAccessors(context, field);
  writer.line('}');
}

function parentCode({ writer, symbol }: ClassContext): string {
  const parent = symbol.header().superclass;
  if (!parent) return '$.ApexObject';
  if (!parent.user && !isExceptionBase(parent)) return '$.ApexObject';
  if (!parent.user) return `$.exceptionClass(${JSON.stringify(parent.name)})`;
  if (parent.user.top === symbol.top) return `C_${parent.user.code}`;
  writer.reference(parent.name);
  return `$.linked(${JSON.stringify(parent.name)})`;
}

function newBody(
  { program, writer, symbol, problems, options: given }: ClassContext,
  options: Partial<BodyOptions> & { static: boolean },
): Body {
  const { apiVersion } = symbol.source;
  return new Body({ program, writer, problems, owner: symbol, apiVersion, ...given, ...options });
}

/** `$sh` where nobody handed one over: entry points of `inherited sharing` classes run with sharing. */
function sharingDefault(symbol: ClassSymbol): string {
  return symbol.sharing === 'inherited' ? 'true' : 'false';
}

function isStaticInitializer(initializer: Initializer): boolean {
  return initializer.kind === 'field' ? initializer.field.static : initializer.block.static;
}

function needsStaticStart(symbol: ClassSymbol): boolean {
  return symbol
    .members()
    .initializers.some(
      (each) => isStaticInitializer(each) && (each.kind === 'block' || each.field.initializer !== null),
    );
}

/** `S_Foo()` gives the static state of the running transaction and makes it at first use. */
function writeStatics(context: ClassContext): void {
  const { writer, symbol } = context;
  const { code } = symbol;
  const members = symbol.members();
  const fields = [...members.fields.values()].filter((field) => field.static);
  writer.frame = `Class.${symbol.name}.<clinit>`;
  writer.line(`let s_${code} = null, e_${code} = -1;`);
  writer.line(`function S_${code}() { return e_${code} === epoch[0] ? s_${code} : I_${code}(); }`);
  writer.line(`function I_${code}() {`);
  const temporaries = writer.line('');
  const name = JSON.stringify(symbol.name);
  writer.line(`s_${code} = $.statics(${name}); e_${code} = epoch[0]; if (s_${code}) return s_${code};`);
  writer.line(`s_${code} = $.newStatics(${name}, { ${fields.map((field) => `${field.code}: null`).join(', ')} });`);
  if (inheritsSharing(symbol)) writer.line(`const $sh = ${sharingDefault(symbol)};`);
  const body = newBody(context, { static: true, constructing: true });
  runInitializers(body, members.initializers.filter(isStaticInitializer), `S_${code}()`);
  writer.line(`return s_${code};`);
  writer.patch(temporaries, body.temporaryDeclaration());
  writer.line('}');
}

function runInitializers(body: Body, initializers: readonly Initializer[], holder: string): void {
  for (const initializer of initializers) {
    if (initializer.kind === 'block') {
      body.writer.line('{');
      body.initializing = 'block';
      body.nested(() => statements(body, initializer.block.block.statements));
      body.initializing = null;
      body.writer.line('}');
      continue;
    }
    const { field } = initializer;
    if (!field.initializer) continue;
    body.initializing = field;
    const code = assign(body, expression(body, field.initializer), field.type, field.initializer);
    body.initializing = null;
    body.writer.line(`${body.writer.count(field.line)}${holder}.${field.code} = ${code};`, field.line);
  }
}

/** Every instance field exists from the start, so that all instances have one shape. */
function writeFields({ writer, symbol }: ClassContext): void {
  const fields = [...symbol.members().fields.values()].filter((field) => !field.static && !isComputed(field));
  writer.frame = `Class.${symbol.name}.<init>`;
  writer.line(`constructor() { super(); ${fields.map((field) => `this.${field.code} = null;`).join(' ')} }`);
  const transient = fields.filter((field) => field.transient).map((field) => field.code);
  if (transient.length)
    writer.line(
      `static transientFields = new Set([...super.transientFields, ${transient.map((code) => `'${code}'`).join(', ')}]);`,
    );
}

/** A property whose accessors all have bodies and may still use its name for a stored value keeps a field; one with only a getter needs none. */
function isComputed(field: FieldSymbol): boolean {
  return Boolean(field.property && field.property.getter?.body && !field.property.setter);
}

function writeInstanceInitializer(context: ClassContext): void {
  const { writer, symbol } = context;
  const initializers = symbol.members().initializers.filter((each) => !isStaticInitializer(each));
  writer.line(`init$${symbol.code}(${inheritsSharing(symbol) ? '$sh' : ''}) {`);
  const temporaries = writer.line('');
  const body = newBody(context, { static: false, constructing: true });
  const parent = symbol.header().superclass?.user;
  if (parent) writer.line(`super.init$${parent.code}(${inheritsSharing(parent) ? body.sharing : ''});`);
  runInitializers(body, initializers, 'this');
  writer.patch(temporaries, body.temporaryDeclaration());
  writer.line('}');
}

/**
 * Field values and blocks of the superclass and of the class, then the superclass's constructor, then the body; `this(…)`
 * leaves all but the last to the other constructor. "The code in an initialization block is executed every time an object
 * is instantiated from that class", before its constructor (Apex Developer Guide, "Using Initialization Code"). That this
 * is before the superclass's constructor too the guide does not say: tests of public libraries that pass on the platform
 * rely on fields that an overriding method reads when the superclass's constructor calls it.
 */
function writeConstructor(context: ClassContext, symbol: MethodSymbol): void {
  const { writer } = context;
  const owner = context.symbol;
  const body = newBody(context, { static: false, constructing: true });
  writer.frame = `Class.${owner.name}.<init>`;
  openFunction(body, `${symbol.code}`, symbol, inheritsSharing(owner), owner);
  const temporaries = writer.line('');
  const declared = symbol.declaration?.body?.statements ?? [];
  const [first] = declared;
  const explicit =
    first?.kind === 'expression' && first.expression.kind === 'constructorCall' ? first.expression : null;
  if (explicit?.which !== 'this')
    writer.line(
      `if (this.constructor === C_${owner.code}) this.init$${owner.code}(${inheritsSharing(owner) ? '$sh' : ''});`,
    );
  if (explicit) {
    body.startsConstructor = true;
    statements(body, [first!]);
    body.startsConstructor = false;
  } else implicitSuper(body, symbol);
  body.nested(() => statements(body, explicit ? declared.slice(1) : declared));
  writer.patch(temporaries, body.temporaryDeclaration());
  writer.line('return this; }');
}

function implicitSuper(body: Body, symbol: MethodSymbol): void {
  const owner = symbol.owner;
  const parent = owner.header().superclass;
  if (!parent || (!parent.user && !isExceptionBase(parent))) return;
  const at = symbol.declaration ?? owner.declaration;
  // The constructors that every exception has hand their arguments up to System.Exception.
  if (!parent.user || (!symbol.declaration && symbol.parameters.length)) {
    body.writer.line(
      `$.startException(${['this', ...symbol.parameters.map((parameter) => `v_${parameter.name}`)].join(', ')});`,
    );
    return;
  }
  const code = constructorCode(body, { kind: 'super', line: at.line, column: at.column }, parent.user, []);
  if (code) body.writer.line(`super.${code};`);
}

function openFunction(body: Body, head: string, symbol: MethodSymbol, sharing: boolean, owner: ClassSymbol): void {
  const names = symbol.parameters.map(
    (parameter) =>
      body.declare(symbol.declaration ?? owner.declaration, parameter.name, parameter.type, parameter.final).code,
  );
  if (sharing) names.push(`$sh = ${sharingDefault(owner)}`);
  body.writer.line(`${head}(${names.join(', ')}) { ${TICK}${needsStaticStart(owner) ? ` S_${owner.code}();` : ''}`);
}

function writeMethod(context: ClassContext, method: MethodSymbol): void {
  const { writer, symbol } = context;
  const block = method.declaration?.body;
  if (!block) return;
  const body = newBody(context, { static: method.static, returns: method.returns });
  writer.frame = `Class.${symbol.name}.${method.name}`;
  openFunction(
    body,
    `${method.static ? 'static ' : ''}${method.code}`,
    method,
    inheritsSharing(symbol) && (takesSharing(method) || method.static),
    symbol,
  );
  const temporaries = writer.line('');
  writeBlock(body, block, method.returns, `${method.returns.name}`, method.declaration!);
  writer.patch(temporaries, body.temporaryDeclaration());
  writer.line('}');
  // What calls through the interface finds; see `fulfilsStatically`.
  if (fulfilsStatically(method))
    writer.line(`${method.code}(...args) { return C_${symbol.code}.${method.code}(...args); }`);
}

function writeBlock(
  body: Body,
  block: Block,
  returns: Type,
  typeName: string,
  at: { line: number; column: number },
): void {
  body.nested(() => statements(body, block.statements));
  if (returns !== VOID && returns.kind !== 'error' && completesBlock(block)) {
    body.problem(at, `Missing return statement required return type: ${typeName}`);
  }
}

function writeAccessors(context: ClassContext, field: FieldSymbol): void {
  const { property } = field;
  if (property?.getter?.body) writeAccessor(context, field, property.getter, false);
  if (property?.setter?.body) writeAccessor(context, field, property.setter, true);
}

function writeAccessor(context: ClassContext, field: FieldSymbol, accessor: Accessor, setter: boolean): void {
  const { writer, symbol } = context;
  const body = newBody(context, { static: field.static, returns: setter ? VOID : field.type, accessorOf: field });
  const names: string[] = [];
  if (setter) names.push(body.declare(accessor, 'value', field.type).code);
  if (inheritsSharing(symbol)) names.push(`$sh = ${sharingDefault(symbol)}`);
  writer.frame = `Class.${symbol.name}.${field.name}`;
  const start = field.static && needsStaticStart(symbol) ? ` S_${symbol.code}();` : '';
  writer.line(
    `${field.static ? 'static ' : ''}${setter ? 'set$' : 'get$'}${field.code}(${names.join(', ')}) { ${TICK}${start}`,
  );
  const temporaries = writer.line('');
  writeBlock(body, accessor.body!, setter ? VOID : field.type, field.type.name, accessor);
  writer.patch(temporaries, body.temporaryDeclaration());
  writer.line(setter ? 'return v_value; }' : '}');
}
