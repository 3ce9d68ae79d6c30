/** `POST /lightning/api/apex`: what an LWC's `@salesforce/apex` import calls, with the rights of the signed-in user. */
import { createRequire } from 'node:module';
import type { z as Zod } from 'zod';
import { ApexError } from '../../apex/contract.ts';
import { PlatformError } from '../../data/types.ts';
import type { LocalOrg } from '../../org.ts';
import type { Session } from '../../identity/contract.ts';

/** Apex identifiers have at most 255 characters (Apex Developer Guide, "Class naming"; classes 40 in the API, 255 with namespace). */
const IDENTIFIER = /^[A-Za-z]\w{0,254}$/;

function apexCall(z: typeof Zod) {
  return z.object({
    className: z.string().regex(IDENTIFIER),
    methodName: z.string().regex(IDENTIFIER),
    params: z.record(z.string(), z.unknown()).default({}),
    /** The call comes from `@wire` or its refresh, which only cacheable methods may serve. */
    wired: z.boolean().default(false),
  });
}

let library: { z: typeof Zod; call: ReturnType<typeof apexCall> } | undefined;

/** Loaded at the first call: its hundred modules are a tenth of all that an org which starts would load. */
function validation(): NonNullable<typeof library> {
  if (!library) {
    const { z } = createRequire(import.meta.url)('zod') as { z: typeof Zod };
    library = { z, call: apexCall(z) };
  }
  return library;
}

/** Body of a failed call, as an LWC finds it in `error.body`. */
export interface ApexFailure {
  message: string;
  errorCode?: string;
  exceptionType?: string;
  stackTrace?: string;
  isUserDefinedException?: boolean;
}

export interface ApexAnswer {
  status: number;
  body: { returnValue: unknown; cacheable: boolean } | ApexFailure;
}

function refused(status: number, errorCode: string, message: string): ApexAnswer {
  return { status, body: { message, errorCode } };
}

/** What leaves Apex: an `AuraHandledException` tells its message only; everything else also its type and stack. */
function failed(error: unknown): ApexAnswer {
  if (error instanceof ApexError) {
    const handled = error.exceptionType.replace(/^System\./, '') === 'AuraHandledException';
    return {
      status: 500,
      body: handled
        ? { message: error.message }
        : {
            message: error.message,
            exceptionType: error.exceptionType,
            stackTrace: error.apexStack,
            isUserDefinedException: !error.exceptionType.startsWith('System.'),
          },
    };
  }
  if (error instanceof PlatformError) return refused(error.httpStatus, error.errorCode, error.message);
  throw error;
}

/** Runs one call. Errors that are nobody's fault but this program's are thrown on. */
export function callApex(org: LocalOrg, session: Session, body: unknown): ApexAnswer {
  const { z, call: schema } = validation();
  const call = schema.safeParse(body);
  if (!call.success)
    return refused(400, 'INVALID_INPUT', `The call is not well formed: ${z.prettifyError(call.error)}`);
  const { className, methodName, params, wired } = call.data;
  const method = org.apex.auraMethod(className, methodName);
  if (!method)
    return refused(
      404,
      'NOT_FOUND',
      `Unable to find Apex action method referenced as '${className}.${methodName}'. It must be a static method with @AuraEnabled in a deployed class.`,
    );
  if (!org.data.access.hasClassAccess(session.userId, method.className)) {
    return refused(403, 'INSUFFICIENT_ACCESS', `You do not have access to the Apex class named '${method.className}'.`);
  }
  if (wired && !method.cacheable) {
    return refused(
      400,
      'NOT_CACHEABLE',
      `${method.className}.${method.methodName} cannot be wired: annotate it with @AuraEnabled(cacheable=true), or call it from a handler.`,
    );
  }
  try {
    return {
      status: 200,
      body: {
        returnValue: org.apex.invokeAura(session.actor, method.className, method.methodName, params) ?? null,
        cacheable: method.cacheable,
      },
    };
  } catch (error) {
    return failed(error);
  }
}
