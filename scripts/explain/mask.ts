/** Takes secrets out of text that people paste from logs, before any of it is shown or written again. */

const MASK = '***';

const SECRETS: readonly RegExp[] = [
  // Salesforce session ids and access tokens: organization id, exclamation mark, text.
  /\b00D[A-Za-z0-9]{9,15}![A-Za-z0-9._]+/g,
  /(?<=\bBearer\s+)[^\s"',]+/gi,
  /(?<=\bBasic\s+)[A-Za-z0-9+/=]{8,}/gi,
  // JSON web tokens.
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
  /(?<=["']?(?:access_token|refresh_token|client_secret|client_assertion|assertion|password|secret|sid|sessionId|authorization)["']?\s*[:=]\s*["']?)[^\s"'&,<>}]+/gi,
  /(?<=<(?:\w+:)?(?:password|sessionId)>)[^<]+/gi,
];

/** The text with every secret that can be told replaced by `***`. */
export function maskSecrets(text: string): string {
  return SECRETS.reduce((masked, secret) => masked.replace(secret, MASK), text);
}
