/** One file: checks its rules, its method bodies, and writes its JavaScript. */
import type { ApexSource } from '../../contract.ts';
import { UnitWriter } from '../generate/unit-writer.ts';
import type { CompiledUnit } from '../generate/unit-writer.ts';
import type { Program } from '../program.ts';
import type { AnonymousDeclaration, TriggerDeclaration } from '../syntax/ast.ts';
import { declareClass } from '../types/declare.ts';
import type { Problems } from '../types/problems.ts';
import type { ClassSymbol } from '../types/symbols.ts';
import { typeNameOf } from '../types/table.ts';
import type { Type } from '../types/type.ts';
import { writeClass } from './class-body.ts';
import { checkClassRules } from './class-rules.ts';
import { RUN, scriptClass, triggerClassName } from './script.ts';

export function compileClass(program: Program, top: ClassSymbol, problems: Problems): CompiledUnit {
  const writer = new UnitWriter(top.name, 'class');
  const ordered = inHierarchyOrder([top, ...innerTypes(top)]);
  for (const symbol of ordered) {
    checkClassRules(program, symbol, problems);
    if (symbol.kind === 'class') writeClass(program, writer, symbol, problems);
  }
  const classes = ordered.filter((symbol) => symbol.kind === 'class');
  return writer.finish(holders(classes));
}

/** JavaScript of an object with what other units hold of each class. */
function holders(classes: ClassSymbol[]): string {
  return `{ ${classes.map(({ name, code }) => `${JSON.stringify(name)}: { c: C_${code}, S: S_${code} }`).join(', ')} }`;
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

/**
 * A trigger as a function `run`. "Triggers always run in system mode" (Summer '26 release updates), and "without sharing"
 * ("Using the with sharing, without sharing, and inherited sharing Keywords").
 */
export function compileTrigger(
  program: Program,
  trigger: TriggerDeclaration,
  source: ApexSource,
  problems: Problems,
): CompiledUnit {
  const triggerRow = checkTriggerHead(program, trigger, problems);
  const name = triggerClassName(source.name);
  const declaration = scriptClass(name, trigger, 'without', problems);
  const symbol = program.adoptTrigger(name, () => declareClass(declaration, source, program.table, problems));
  const writer = new UnitWriter(source.name, 'trigger');
  const ordered = inHierarchyOrder([symbol, ...innerTypes(symbol)]);
  const classes = ordered.filter(({ kind }) => kind === 'class');
  for (const each of ordered) {
    checkClassRules(program, each, problems);
    if (each.kind === 'class') writeClass(program, writer, each, problems, { triggerRow, systemMode: true });
  }
  writeTriggerStart(writer, symbol);
  const unit = writer.finish(`{ run, classes: ${holders(classes)} }`);
  return { ...unit, frames: unit.frames.map((place) => triggerPlace(place, name, source.name)) };
}

/** The record type of its rows. */
function checkTriggerHead(program: Program, trigger: TriggerDeclaration, problems: Problems): Type | undefined {
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
  return triggerRow;
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

/**
 * "Static variables defined in a trigger don't retain their values between different trigger contexts within the same
 * transaction" (Static and Instance): every run has its own, and gives those of the run around it back.
 */
function writeTriggerStart(writer: UnitWriter, { name, code }: ClassSymbol): void {
  writer.frame = '';
  writer.line(`function run() { const held = $.takeStatics(${JSON.stringify(name)}); e_${code} = -1;`);
  writer.line(
    `try { C_${code}.${RUN}$(); } finally { $.giveStatics(${JSON.stringify(name)}, held); e_${code} = -1; } }`,
  );
}

/** `Trigger.X` and its methods; classes inside are printed as classes of the trigger. */
function triggerPlace(place: string, className: string, trigger: string): string {
  const inside = place.startsWith(`Class.${className}.`) ? place.slice(`Class.${className}.`.length) : null;
  if (inside === null) return place;
  if (inside === RUN) return `Trigger.${trigger}`;
  return `${inside.includes('.') ? 'Class' : 'Trigger'}.${trigger}.${inside}`;
}

/** Anonymous Apex as the static method `$run` of a class of its own; its methods become static ones. */
export function compileAnonymous(
  program: Program,
  tree: AnonymousDeclaration,
  source: ApexSource,
  problems: Problems,
): CompiledUnit {
  const declaration = scriptClass(source.name, tree, 'with', problems);
  const symbol = program.adopt(source.name, () => declareClass(declaration, source, program.table, problems));
  const unit = compileClass(program, symbol, problems);
  const place = `Class.${source.name}.${RUN}`;
  return {
    ...unit,
    kind: 'anonymous',
    frames: unit.frames.map((frame) => (frame === place ? 'AnonymousBlock' : frame)),
  };
}
