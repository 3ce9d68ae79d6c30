/** Every formula function by its upper-case name, and the ones that are refused. */
import { LOGIC } from './logic.ts';
import { MATH } from './math.ts';
import { RECORD } from './record.ts';
import type { FunctionRule } from './signature.ts';
import { TEXT } from './text.ts';
import { TIME } from './time.ts';

export const FUNCTIONS: Readonly<Record<string, FunctionRule>> = { ...LOGIC, ...MATH, ...TEXT, ...TIME, ...RECORD };

/** Documented (Salesforce Help, "Formula Operators and Functions A–Z"), not in the embedded org. */
export const REFUSED_FUNCTIONS: ReadonlySet<string> = new Set([
  'CURRENCYRATE',
  'GETRECORDIDS',
  'GETSESSIONID',
  'HTMLENCODE',
  'IMAGEPROXYURL',
  'INCLUDE',
  'JSENCODE',
  'JSINHTMLENCODE',
  'JUNCTIONIDLIST',
  'LINKTO',
  'PARENTGROUPVAL',
  'PREDICT',
  'PREVGROUPVAL',
  'REQUIRESCRIPT',
  'URLENCODE',
  'URLFOR',
]);
