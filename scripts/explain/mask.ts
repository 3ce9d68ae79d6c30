/** Takes secrets out of text that people paste from logs, before any of it is shown or written again. */

const MASK = '***';

/** Keys whose values are secrets, in JSON, forms and text. */
const NAMES =
  '(?:access_token|refresh_token|client_secret|client_assertion|assertion|password|secret|sid|sessionId|authorization)';

const SECRETS: readonly RegExp[] = [
  // Salesforce session ids and access tokens: organization id, exclamation mark, text.
  /\b00D[A-Za-z0-9]{9,15}![A-Za-z0-9._]+/g,
  /(?<=\bBearer\s+)[^\s"',]+/gi,
  /(?<=\bBasic\s+)[A-Za-z0-9+/=]{8,}/gi,
  // JSON web tokens.
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
  // Between quotation marks the whole value, however many words it has and however often it was escaped.
  new RegExp(String.raw`(?<=${NAMES}\\*["']\s*:\s*")(?:[^"\\]|\\.)+`, 'gi'),
  // Elsewhere one word; what begins with a bracket is a structure of its own.
  new RegExp(String.raw`(?<=["']?${NAMES}["']?\s*[:=]\s*["']?)(?![{[])[^\s"'&,<>}]+`, 'gi'),
  /(?<=<(?:\w+:)?(?:password|sessionId)>)[^<]+/gi,
];

/** The same in JSON that is a text of JSON: what closes the value has as many backslashes as what opens it. */
const ESCAPED = new RegExp(String.raw`(${NAMES}(\\+)"\s*:\s*\2")(?:(?!\2").)+`, 'gis');

/** The text with every secret that can be told replaced by `***`. */
export function maskSecrets(text: string): string {
  const inside = text.replace(ESCAPED, `$1${MASK}`);
  return SECRETS.reduce((masked, secret) => masked.replace(secret, MASK), inside);
}
