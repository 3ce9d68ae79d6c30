/** Functions of expressions (Visualforce Developer Guide, "Functions"; Salesforce Help, "Formula Operators and Functions"). */
import { slipOf } from '../../data/schema/slips.ts';

const FUNCTIONS = [
  ...['ABS', 'ACOS', 'ADDMONTHS', 'AND', 'ASCII', 'ASIN', 'ATAN', 'ATAN2', 'BEGINS', 'BLANKVALUE', 'BR', 'CASE'],
  ...['CASESAFEID', 'CEILING', 'CHR', 'CONTAINS', 'COS', 'CURRENCYRATE', 'DATE', 'DATETIMEVALUE', 'DATEVALUE', 'DAY'],
  ...['DAYOFYEAR', 'DISTANCE', 'EXP', 'FIND', 'FLOOR', 'FORMATDURATION', 'FROMUNIXTIME', 'GEOLOCATION', 'GETRECORDIDS'],
  ...[
    'GETSESSIONID',
    'HOUR',
    'HTMLENCODE',
    'HYPERLINK',
    'IF',
    'IMAGE',
    'IMAGEPROXYURL',
    'INCLUDE',
    'INCLUDES',
    'INITCAP',
  ],
  ...['ISBLANK', 'ISCHANGED', 'ISCLONE', 'ISNEW', 'ISNULL', 'ISNUMBER', 'ISOWEEK', 'ISOYEAR', 'ISPICKVAL', 'JSENCODE'],
  ...['JSINHTMLENCODE', 'JUNCTIONIDLIST', 'LEFT', 'LEN', 'LINKTO', 'LN', 'LOG', 'LOWER', 'LPAD', 'MAX', 'MCEILING'],
  ...['MFLOOR', 'MID', 'MILLISECOND', 'MIN', 'MINUTE', 'MOD', 'MONTH', 'NOT', 'NOW', 'NULLVALUE', 'OR'],
  ...['PARENTGROUPVAL', 'PI', 'PICKLISTCOUNT', 'PREDICT', 'PREVGROUPVAL', 'PRIORVALUE', 'REGEX', 'REQUIRESCRIPT'],
  ...[
    'REVERSE',
    'RIGHT',
    'ROUND',
    'RPAD',
    'SECOND',
    'SIN',
    'SQRT',
    'SUBSTITUTE',
    'TAN',
    'TEXT',
    'TIMENOW',
    'TIMEVALUE',
  ],
  ...['TODAY', 'TRIM', 'TRUNC', 'TURNOFFPREFIX', 'UNIXTIMESTAMP', 'UPPER', 'URLENCODE', 'URLFOR', 'VALUE', 'VLOOKUP'],
  ...['WEEKDAY', 'YEAR'],
];

/** A slip of a known function; what is unlike them all may be new. */
export function problemOfFunction(name: string): string | undefined {
  if (FUNCTIONS.includes(name.toUpperCase()) || slipOf(name, FUNCTIONS) === undefined) return undefined;
  return `Unknown function ${name}. Check spelling.`;
}
