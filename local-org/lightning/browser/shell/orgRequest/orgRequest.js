/** Calls this page's org: same origin, session cookie, CSRF token; failures have the shape that Lightning Data Service gives them. */
import { pageContext } from 'shell/pageContext';

/**
 * @typedef {object} FetchResponse what an LWC finds in `error`
 * @property {{ message: string, exceptionType?: string, stackTrace?: string, errorCode?: string }} body
 * @property {false} ok
 * @property {number} status
 * @property {string} statusText
 * @property {Record<string, string>} headers
 * @property {'fetchResponse'} errorType
 */

/**
 * @param {number} status
 * @param {string} statusText
 * @param {FetchResponse['body']} body
 * @returns {FetchResponse}
 */
function failure(status, statusText, body) {
  return { body, ok: false, status, statusText, headers: {}, errorType: 'fetchResponse' };
}

/**
 * @param {string} path e.g. `/lightning/api/apex`
 * @param {unknown} body
 * @returns {Promise<any>} the parsed answer
 * @throws {FetchResponse} for every answer that is not 2xx, and when the org cannot be reached
 */
export async function orgRequest(path, body) {
  let response;
  try {
    response = await fetch(path, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json', 'x-csrf-token': pageContext.csrfToken },
      body: JSON.stringify(body),
    });
  } catch {
    throw failure(0, 'Network Error', {
      message: 'The org cannot be reached. Check that it is still running, then try again.',
    });
  }
  const text = await response.text();
  let answer;
  try {
    answer = text === '' ? null : JSON.parse(text);
  } catch {
    throw failure(response.status, response.statusText, {
      message: `The org answered with something that is not JSON (HTTP ${response.status}).`,
    });
  }
  if (!response.ok) throw failure(response.status, response.statusText, answer ?? { message: response.statusText });
  return answer;
}
