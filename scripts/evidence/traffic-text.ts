/** One exchange as people read it in a terminal; the recorder has masked its secrets already. */
import type { Exchange } from './transcript.ts';

const MOST_SHOWN = 2000;

/** `→ POST address`, what was sent, `← 201 in 35 ms`, what came back. */
export function exchangeText({ request, response, failure, milliseconds, step }: Exchange): string {
  const answer = response
    ? `${response.status} in ${milliseconds} ms`
    : `no answer after ${milliseconds} ms: ${failure}`;
  return [
    `  ${step}`,
    `  → ${request.method} ${request.url}`,
    ...(request.body ? [`    ${shortened(request.body)}`] : []),
    `  ← ${answer}`,
    ...(response?.body ? [`    ${shortened(response.body)}`] : []),
  ].join('\n');
}

const shortened = (text: string): string => (text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)} …` : text);
