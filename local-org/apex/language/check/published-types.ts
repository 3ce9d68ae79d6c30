/**
 * Which types the signatures of methods may have that something outside the class calls: `@future` (Apex Developer Guide,
 * "Future Annotation"), Apex REST ("Apex REST Methods"), SOAP ("webservice Methods"), Lightning ("AuraEnabled Annotation").
 * The sentences are the compiler's own. Types that the pages do not speak of are left alone.
 */
import type { Position } from '../syntax/ast.ts';
import type { Problems } from '../types/problems.ts';
import type { FieldSymbol, MethodSymbol } from '../types/symbols.ts';
import { isEnum, isNamed, isSObject } from '../types/type.ts';
import type { Type } from '../types/type.ts';

type Refuses = (type: Type) => boolean;

const isCollection = (type: Type): boolean => isNamed(type, 'List', 'Set', 'Map');

/** "The specified parameters must be primitive data types, arrays of primitive data types, or collections of primitive data types." */
const futureRefuses: Refuses = (type) => (isCollection(type) ? type.args.some(isNoPrimitive) : isNoPrimitive(type));

function isNoPrimitive(type: Type): boolean {
  return isCollection(type) || isNamed(type, 'Object') || isSObject(type) || type.user !== undefined || isEnum(type);
}

/** No Object, Blob or Set; maps have String keys. */
const restRefuses: Refuses = (type) =>
  isNamed(type, 'Object', 'Blob', 'Set') ||
  (isNamed(type, 'Map') && type.args[0] !== undefined && !isNamed(type.args[0], 'String')) ||
  (isNamed(type, 'List', 'Map') && type.args.some(restRefuses));

/** No Object, Set or Map. */
const soapRefuses: Refuses = (type) =>
  isNamed(type, 'Object', 'Set', 'Map') || (isNamed(type, 'List') && type.args.some(soapRefuses));

const auraRefuses: Refuses = (type) => isNamed(type, 'Set') || (isCollection(type) && type.args.some(auraRefuses));

const BY_ANNOTATION: ReadonlyMap<string, [string, Refuses]> = new Map([
  ['auraenabled', ['AuraEnabled', auraRefuses]],
  ['httpdelete', ['HttpDelete', restRefuses]],
  ['httpget', ['HttpGet', restRefuses]],
  ['httppatch', ['HttpPatch', restRefuses]],
  ['httppost', ['HttpPost', restRefuses]],
  ['httpput', ['HttpPut', restRefuses]],
]);

export function checkPublishedTypes(method: MethodSymbol, problems: Problems): void {
  const at = method.declaration!;
  for (const { name } of method.annotations) {
    const rule = BY_ANNOTATION.get(name.toLowerCase());
    if (rule) checkSignature(method, ...rule, at, problems);
    else if (name.toLowerCase() === 'future') checkFuture(method, at, problems);
  }
  if (at.modifiers.words.has('webservice')) checkSignature(method, 'webService', soapRefuses, at, problems);
}

function checkFuture(method: MethodSymbol, at: Position, problems: Problems): void {
  if (method.returns.kind !== 'void' && method.returns.kind !== 'error')
    problems.add(at, `Future methods do not support return type of ${method.returns.name}`);
  checkParameters(method, 'Future', futureRefuses, at, problems);
}

function checkSignature(method: MethodSymbol, name: string, refuses: Refuses, at: Position, problems: Problems): void {
  if (refuses(method.returns)) problems.add(at, `${name} methods do not support return type of ${method.returns.name}`);
  checkParameters(method, name, refuses, at, problems);
}

function checkParameters(
  { parameters }: MethodSymbol,
  name: string,
  refuses: Refuses,
  at: Position,
  problems: Problems,
): void {
  for (const { type } of parameters)
    if (refuses(type)) problems.add(at, `${name} methods do not support parameter type of ${type.name}`);
}

export function checkPublishedField(field: FieldSymbol, problems: Problems): void {
  const isAura = field.annotations.some(({ name }) => name.toLowerCase() === 'auraenabled');
  const place = field.property ? 'properties' : 'fields';
  if (isAura && auraRefuses(field.type))
    problems.add(field, `AuraEnabled ${place} do not support type of ${field.type.name}`);
}
