/** What a failed request means for what may be done next. Pure. */

/**
 * - `unsent`: the request did not reach the org, so it may be sent again;
 * - `unanswered`: nobody knows whether the org did it, so only what changes nothing may be sent again without looking first;
 * - `locked`: the org rolled the request back because another one held the row, so it may be sent again;
 * - `session`: the login has ended, or is no longer taken;
 * - `limited`: the org takes no more requests for now (24 hours at most);
 * - `refused`: the org's answer, which would be the same the next time.
 */
export type Meaning = 'unsent' | 'unanswered' | 'locked' | 'session' | 'limited' | 'refused';

/** First match wins. Codes: Node's and undici's own, REST and SOAP API "Status Codes and Error Responses". */
const SIGNS: [Meaning, RegExp][] = [
  [
    'session',
    /INVALID_SESSION_ID|answered 401:|Session expired or invalid|expired access\/refresh token|INVALID_AUTH_HEADER/,
  ],
  ['locked', /UNABLE_TO_LOCK_ROW/],
  ['limited', /REQUEST_LIMIT_EXCEEDED/],
  ['unsent', /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|ENETDOWN|EHOSTDOWN|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT/],
  [
    'unanswered',
    // jsforce names an answer that is no Salesforce error ERROR_HTTP_<status> (reference/wire.md §1).
    /NoAnswer|ECONNRESET|ETIMEDOUT|EPIPE|UND_ERR_|socket hang up|other side closed|fetch failed|terminated|ERROR_HTTP_(420|429|50[0234])|answered (429|50[0234]):|SERVER_UNAVAILABLE|REQUEST_RUNNING_TOO_LONG|QUERY_TIMEOUT|contains html content/i,
  ],
];

interface Told {
  name?: unknown;
  code?: unknown;
  errorCode?: unknown;
  message?: unknown;
  cause?: unknown;
}

export function meaningOf(error: unknown): Meaning {
  const text = textOf(error);
  return SIGNS.find(([, sign]) => sign.test(text))?.[0] ?? 'refused';
}

/** Name, codes and message of an error and of what caused it: fetch puts the reason two causes down. */
export function textOf(error: unknown): string {
  const parts: string[] = [];
  for (let at = error as Told | undefined, depth = 0; at && depth < 5; at = at.cause as Told | undefined, depth += 1) {
    parts.push(...[at.name, at.code, at.errorCode, at.message].filter((part) => typeof part === 'string'));
  }
  return parts.join(' ');
}
