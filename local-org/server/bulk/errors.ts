/** Errors of Bulk API 2.0 ("Bulk API 2.0 Errors", api_asynch/bulk_api_2_0_errors). */
import { PlatformError } from '../../data/types.ts';

/**
 * Codes as REST answers carry them: the documented names in capitals, e.g. `[{"errorCode":"INVALIDJOBSTATE","message":
 * "Aborting already Completed Job not allowed"}]` (restforce issue 905 has it from a real org). The `errorMessage` of a
 * failed job has them as documented: `InvalidBatch : Field name not found : Name`.
 */
export type BulkErrorCode =
  | 'API_ERROR'
  | 'CLIENTINPUTERROR'
  | 'FEATURENOTENABLED'
  | 'INVALIDENTITY'
  | 'INVALIDJOB'
  | 'INVALIDJOBSTATE'
  | 'INVALIDUSER';

/** An error to throw; 400 unless the documentation says otherwise. */
export function bulkError(code: BulkErrorCode, message: string, httpStatus = 400): PlatformError {
  return new PlatformError(code, message, { httpStatus });
}

/** What ends a job as `Failed`: its text becomes the job's `errorMessage`. */
export class JobFailure extends Error {
  constructor(code: 'ClientInputError' | 'InvalidBatch', message: string) {
    super(`${code} : ${message}`);
    this.name = 'JobFailure';
  }
}
