/** `tooling/runTestsSynchronous` and `tooling/runTestsAsynchronous`. */
import { PlatformError } from '../../data/types.ts';
import { apexIds } from '../deploy/apex-ids.ts';
import { runTestsResult } from '../deploy/result.ts';
import type { RestCall, RestReply, RestResource } from '../rest/router.ts';
import { TEST_RESULT_TOPIC } from '../streaming/cometd.ts';
import type { Topics } from '../streaming/topics.ts';
import { executeTestRun, queueTestRun } from './test-runs.ts';
import { testRequest } from './test-selection.ts';

export function testResources(topics: Topics): RestResource[] {
  return [
    { pattern: 'runTestsSynchronous', tooling: 'only', methods: { POST: runSynchronously } },
    { pattern: 'runTestsAsynchronous', tooling: 'only', methods: { POST: (call) => runAsynchronously(call, topics) } },
  ];
}

/** The answer is the bare id of the run, a JSON string. */
function runAsynchronously(call: RestCall, topics: Topics): RestReply {
  const { org, log } = call.context;
  const run = queueTestRun(org, call.session, testRequest(org, call.body));
  return {
    body: run.jobId,
    afterSent: () => {
      executeTestRun(org, run, log);
      topics.publish({
        channel: TEST_RESULT_TOPIC,
        data: { event: { createdDate: org.data.now().toISOString() }, sobject: { Id: run.jobId } },
      });
    },
  };
}

function runSynchronously(call: RestCall): RestReply {
  const { org, log } = call.context;
  const request = testRequest(org, call.body);
  const result = executeTestRun(org, queueTestRun(org, call.session, request), log);
  if (!result)
    throw new PlatformError('UNKNOWN_EXCEPTION', 'The tests could not be run; the log of the org says why.', {
      httpStatus: 500,
    });
  const answer = runTestsResult(result, apexIds(org.data));
  return { body: { apexLogId: null, ...answer, ...(request.skipCodeCoverage ? { codeCoverage: [] } : {}) } };
}
