/** Apex API by SOAP: anonymous Apex, which `sf apex run` sends this way (reference/wire.md §7.1). */
import { PlatformError } from '../../data/types.ts';
import { executeAnonymous } from '../tooling/execute-anonymous.ts';
import type { SoapCall, SoapReply, SoapService } from './envelope.ts';
import { child, childText } from './xml.ts';

/** "Apex Code: maximum size of anonymous Apex code" is 32 KB; the envelope adds its own. */
const BODY_LIMIT = 1024 * 1024;

export const apexService: SoapService = {
  path: '/services/Soap/s',
  namespace: 'http://soap.sforce.com/2006/08/apex',
  faultNamespace: 'http://soap.sforce.com/2006/08/apex',
  bodyLimit: BODY_LIMIT,
  operations: { executeAnonymous: run },
};

function run(call: SoapCall): SoapReply {
  const code = child(call.operation, 'String')?.text ?? child(call.operation, 'apexcode')?.text;
  if (code === undefined) throw new PlatformError('INVALID_FIELD', 'executeAnonymous needs the element apexcode.');
  const result = executeAnonymous(call.context.org, call.session(), code);
  const level = childText(child(call.header, 'DebuggingHeader'), 'debugLevel');
  return {
    ...(level && level !== 'NONE' ? { header: { DebuggingInfo: { debugLog: result.debugLog } } } : {}),
    body: {
      result: {
        column: result.column,
        compileProblem: result.compileProblem,
        compiled: result.compiled,
        exceptionMessage: result.exceptionMessage,
        exceptionStackTrace: result.exceptionStackTrace,
        line: result.line,
        success: result.success,
      },
    },
  };
}
