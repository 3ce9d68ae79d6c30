/**
 * Faults that an operator asks for, so that a client can be tried against an org in trouble: what goes wrong, on which
 * requests, how often. Written as `KIND METHOD PATH [times=N] [after=N]`, e.g. `503 POST /services/scim/v2/Users times=2`.
 */

export type FaultKind =
  /** Answered late. */
  | 'latency'
  /** The connection breaks before the org has done anything. */
  | 'drop'
  /** The org does what was asked; the connection breaks before the answer. */
  | 'lost-answer'
  /** The service is not available. */
  | '503'
  /** The session has expired. */
  | 'expired-session'
  /** Another transaction holds the record. */
  | 'row-lock';

export interface Fault {
  kind: FaultKind;
  /** Of `latency`, in milliseconds. */
  milliseconds: number;
  /** Upper case; `*` is any. */
  method: string;
  /** Path without the query; `*` stands for any text. */
  path: string;
  /** Requests that go wrong. Default: all. */
  times: number;
  /** Matching requests that pass first. */
  after: number;
}

/** What a fault can be, as it is written. */
export const FAULT_KINDS = ['latency=MILLISECONDS', 'drop', 'lost-answer', '503', 'expired-session', 'row-lock'];

const SIMPLE = new Set<string>(['drop', 'lost-answer', '503', 'expired-session', 'row-lock']);
/** Clients give up long before. */
const LONGEST_LATENCY = 600_000;
const METHODS = new Set(['*', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);

/** Reads one fault. Raises an error that says what is wrong with the text and how it should be. */
export function parseFault(text: string): Fault {
  const [what = '', method = '', path = '', ...options] = text.trim().split(/\s+/);
  const wrong = (reason: string): Error =>
    new Error(
      `"${text}": ${reason}. Write KIND METHOD PATH [times=N] [after=N], for example "503 POST /services/scim/v2/Users times=2"; kinds: ${FAULT_KINDS.join(', ')}.`,
    );
  const latency = /^latency=(\d{1,6})$/.exec(what);
  if (!latency && !SIMPLE.has(what)) throw wrong(`"${what}" is no kind of fault`);
  const milliseconds = Number(latency?.[1] ?? 0);
  if (latency && (milliseconds < 1 || milliseconds > LONGEST_LATENCY)) {
    throw wrong(`a latency is between 1 and ${LONGEST_LATENCY} milliseconds`);
  }
  if (!METHODS.has(method.toUpperCase())) throw wrong(`"${method}" is no HTTP method and not *`);
  if (!/^[/*]/.test(path)) throw wrong('a path begins with / or is *');
  const counts = { times: Number.POSITIVE_INFINITY, after: 0 };
  for (const option of options) {
    const count = /^(times|after)=(\d{1,9})$/.exec(option);
    if (!count) throw wrong(`"${option}" is neither times=N nor after=N`);
    counts[count[1] as 'times' | 'after'] = Number(count[2]);
  }
  return {
    kind: latency ? 'latency' : (what as FaultKind),
    milliseconds,
    method: method.toUpperCase(),
    path,
    ...counts,
  };
}

/** Tells, request after request, which fault is its. The first in the list that is due wins. */
export function faultsInTurn(faults: readonly Fault[]): (method: string, path: string) => Fault | undefined {
  const waiting = faults.map((fault) => ({
    fault,
    matches: pattern(fault.path),
    after: fault.after,
    times: fault.times,
  }));
  return (method, path) => {
    for (const one of waiting) {
      if (one.fault.method !== '*' && one.fault.method !== method) continue;
      if (one.times === 0 || !one.matches.test(path)) continue;
      if (one.after > 0) {
        one.after -= 1;
        continue;
      }
      one.times -= 1;
      return one.fault;
    }
    return undefined;
  };
}

function pattern(path: string): RegExp {
  const parts = path.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 'i');
}
