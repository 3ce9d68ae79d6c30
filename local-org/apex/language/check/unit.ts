/** One file: checks its rules, its method bodies, and writes its JavaScript. */
import type { ApexSource } from '../../contract.ts';
import { UnitWriter } from '../generate/unit-writer.ts';
import type { CompiledUnit } from '../generate/unit-writer.ts';
import type { Program } from '../program.ts';
import type { AnonymousDeclaration, Member, TriggerDeclaration, TypeDeclaration } from '../syntax/ast.ts';
import { declareClass } from '../types/declare.ts';
import type { Problems } from '../types/problems.ts';
import type { ClassSymbol } from '../types/symbols.ts';
import { typeNameOf } from '../types/table.ts';
import { Body } from './body.ts';
import { writeClass } from './class-body.ts';
import { checkClassRules } from './class-rules.ts';
import { statements } from './statements.ts';

export function compileClass(program: Program, top: ClassSymbol, problems: Problems): CompiledUnit {
  const writer = new UnitWriter(top.name, 'class');
  const ordered = inHierarchyOrder([top, ...innerTypes(top)]);
  for (const symbol of ordered) {
    checkClassRules(program, symbol, problems);
    if (symbol.kind === 'class') writeClass(program, writer, symbol, problems);
  }
  const classes = ordered.filter((symbol) => symbol.kind === 'class');
  return writer.finish(
    `{ ${classes.map((symbol) => `${JSON.stringify(symbol.name)}: { c: C_${symbol.code}, S: S_${symbol.code} }`).join(', ')} }`,
  );
}

function innerTypes(top: ClassSymbol): ClassSymbol[] {
  return [...top.inner.values()].flatMap((inner) => [inner, ...innerTypes(inner)]);
}

/** A JavaScript class must be there before one extends it. */
function inHierarchyOrder(symbols: ClassSymbol[]): ClassSymbol[] {
  const ordered: ClassSymbol[] = [];
  const visit = (symbol: ClassSymbol): void => {
    if (ordered.includes(symbol)) return;
    const parent = symbol.header().superclass?.user;
    if (parent && symbols.includes(parent)) visit(parent);
    ordered.push(symbol);
  };
  symbols.forEach(visit);
  return ordered;
}

/** The statements of a trigger, as a function `run`. */
export function compileTrigger(
  program: Program,
  trigger: TriggerDeclaration,
  source: ApexSource,
  problems: Problems,
): CompiledUnit {
  const writer = new UnitWriter(source.name, 'trigger');
  const triggerRow = program.table.sobject(trigger.object);
  if (!triggerRow) {
    const { at, problem } = program.table.unknown(
      { ...typeNameOf(trigger.object), line: trigger.line, column: trigger.column },
      null,
    );
    problems.add(at, problem);
  }
  const events = trigger.events.filter((event) => event !== 'after insert');
  // "Subscribe to Platform Event Notifications with Apex Triggers": only after insert triggers are supported.
  // "Change Event Triggers" (Change Data Capture Developer Guide): the same of change events.
  const kind = program.environment.schema.find(trigger.object)?.kind;
  if ((kind === 'platformEvent' || kind === 'changeEvent') && events.length > 0)
    problems.add(
      trigger,
      `${kind === 'platformEvent' ? 'Platform' : 'Change'} event triggers support after insert only, not: ${events.join(', ')}`,
    );
  checkEvents(trigger, problems);
  for (const member of trigger.members)
    problems.add(member, 'Declarations inside a trigger are not available in the embedded org: put them into a class');
  const body = new Body({
    program,
    writer,
    problems,
    owner: null,
    apiVersion: source.apiVersion,
    static: true,
    triggerRow,
  });
  writer.frame = `Trigger.${source.name}`;
  writer.line('function run() {');
  const temporaries = writer.line('');
  statements(body, trigger.body.statements);
  writer.patch(temporaries, body.temporaryDeclaration());
  writer.line('}');
  return writer.finish('{ run }');
}

/** "Trigger Syntax": each event once. */
function checkEvents(trigger: TriggerDeclaration, problems: Problems): void {
  trigger.events.forEach((event, index) => {
    const [when = '', operation = ''] = event.split(' ');
    if (!/^(before|after)$/.test(when)) problems.add(trigger, `Unexpected token '${when}'.`);
    else if (!/^(insert|update|delete|undelete)$/.test(operation))
      problems.add(trigger, `Unexpected token '${operation}'.`);
    else if (event === 'before undelete') problems.add(trigger, 'Trigger Usage Before Undelete is not supported');
    else if (trigger.events.indexOf(event) < index)
      problems.add(trigger, `Duplicate Trigger Usage: ${event.toUpperCase()}`);
  });
}

/** A name that no script can write. */
const ANONYMOUS_METHOD = '$run';

/** Anonymous Apex as the static method `$run` of a class of its own; its methods become static ones. */
export function compileAnonymous(
  program: Program,
  tree: AnonymousDeclaration,
  source: ApexSource,
  problems: Problems,
): CompiledUnit {
  const plain = { access: 'public' as const, words: new Set(['static']), sharing: null, annotations: [] };
  const members: Member[] = tree.members.map((member) =>
    member.kind === 'method'
      ? { ...member, modifiers: { ...member.modifiers, words: new Set([...member.modifiers.words, 'static']) } }
      : member,
  );
  const declaration: TypeDeclaration = {
    kind: 'class',
    name: source.name,
    line: 1,
    column: 1,
    endLine: tree.body.endLine,
    superclass: null,
    interfaces: [],
    values: [],
    modifiers: { access: 'public', words: new Set(), sharing: 'with', annotations: [] },
    members: [
      ...members,
      {
        kind: 'method',
        name: ANONYMOUS_METHOD,
        line: 1,
        column: 1,
        modifiers: plain,
        returns: null,
        parameters: [],
        body: tree.body,
      },
    ],
  };
  const symbol = program.adopt(source.name, () => declareClass(declaration, source, program.table, problems));
  const unit = compileClass(program, symbol, problems);
  const place = `Class.${source.name}.${ANONYMOUS_METHOD}`;
  return {
    ...unit,
    kind: 'anonymous',
    frames: unit.frames.map((frame) => (frame === place ? 'AnonymousBlock' : frame)),
  };
}
