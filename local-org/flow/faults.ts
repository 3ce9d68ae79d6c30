/** What goes wrong in a flow: the interview takes its fault path, or fails. */
import type { DmlError } from '../data/types.ts';

/** Raised by an element; the message is what `$Flow.FaultMessage` holds. */
export class FlowFault extends Error {}

export type RecordWork = 'create' | 'update' | 'delete' | 'look up';

/** The words of the platform, as fault e-mails and DML exceptions quote them (SFDO-Community/declarative-lookup-rollup-summaries#1035). */
export function recordFault(
  work: RecordWork,
  { statusCode, message }: Pick<DmlError, 'statusCode' | 'message'>,
): FlowFault {
  return new FlowFault(
    `This error occurred when the flow tried to ${work} records: ${statusCode}: ${message}. You can look up ExceptionCode values in the SOAP API Developer Guide.`,
  );
}

/** Fault of reading behind a value that is not there (Help, "Process fails with: The flow failed to access the value"). */
export function notSet(path: string): FlowFault {
  return new FlowFault(`The flow failed to access the value for ${path} because it hasn't been set or assigned.`);
}

/** Said of a record whose flow failed, in front of the fault (the same issue). */
export function saveRefusal(label: string, fault: string): string {
  return `We can't save this record because the “${label}” process failed. Give your Salesforce admin these details. ${fault}`;
}

/** Status code of rows whose flow failed (SOAP API Developer Guide, "StatusCode"). */
export const CANNOT_EXECUTE = 'CANNOT_EXECUTE_FLOW_TRIGGER';

/** What Apex and users are told of a flow that failed (Help, "Default Flow Error Handling"). */
export const UNHANDLED =
  'An unhandled fault has occurred in this flow<br>An unhandled fault has occurred while processing the flow.  Please contact your system administrator for more information.';
