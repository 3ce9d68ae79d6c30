/** Turns JavaScript stacks of generated code into Apex stacks: each JavaScript line of a unit knows its Apex place. */
import type { CompiledUnit } from '../language/generate/unit-writer.ts';

/** `new Function` puts two lines before the body. */
const HEADER_LINES = 2;

/** Frames kept of a JavaScript stack: enough for an Apex stack and the library frames between. */
export const STACK_FRAMES = 100;

const units = new Map<string, CompiledUnit>();
let generation = 0;

/** Name of a unit in JavaScript stacks; the unit is kept under it until `forget`. */
export function register(unit: CompiledUnit): string {
  generation++;
  const url = `apex:${generation}/${unit.name}`;
  units.set(url, unit);
  return url;
}

export function forget(urls: Iterable<string>): void {
  for (const url of urls) units.delete(url);
}

export interface ApexFrame {
  place: string;
  line: number;
}

const FRAME = /(apex:\d+\/\w+):(\d+):\d+/;

/** The Apex frames of an error, innermost first. */
export function apexFrames(error: { stack?: string }): ApexFrame[] {
  const frames: ApexFrame[] = [];
  for (const text of (error.stack ?? '').split('\n')) {
    const frame = apexFrame(text);
    if (frame) frames.push(frame);
  }
  return frames;
}

function apexFrame(text: string): ApexFrame | undefined {
  const match = FRAME.exec(text);
  const unit = match && units.get(match[1]!);
  if (!unit) return undefined;
  const at = Number(match![2]) - HEADER_LINES - 1;
  const place = unit.frames[at];
  return place ? { place, line: lineAt(unit, at) } : undefined;
}

/** Lines without a place of their own belong to the statement above. */
function lineAt(unit: CompiledUnit, at: number): number {
  for (let line = at; line >= 0 && unit.frames[line] === unit.frames[at]; line--)
    if (unit.lines[line]) return unit.lines[line]!;
  return 1;
}

/** Frames from where an exception was made; those of its own constructors are not shown. */
export function exceptionFrames(captured: { stack?: string }, typeName: string): ApexFrame[] {
  const frames = apexFrames(captured);
  const first = frames.findIndex(
    (frame) => !(frame.place.endsWith('.<init>') && frame.place === `Class.${typeName}.<init>`),
  );
  return first < 0 ? frames : frames.slice(first);
}

/** As the platform prints it: `Class.Foo.bar: line 3, column 1`, one frame a line. */
export function printFrames(frames: ApexFrame[]): string {
  return frames.map((frame) => `${frame.place}: line ${frame.line}, column 1`).join('\n');
}

/** Whether the innermost frame of an error is generated code: then a TypeError is a null dereference of Apex. */
export function raisedInApex(error: { stack?: string }): boolean {
  const first = (error.stack ?? '').split('\n').find((line) => /^\s+at /.test(line));
  return first !== undefined && apexFrame(first) !== undefined;
}
