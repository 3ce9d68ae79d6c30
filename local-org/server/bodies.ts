/** How request bodies become values: JSON, forms, XML text, and bytes for everything else. */
import type { FastifyInstance } from 'fastify';
import { PlatformError } from '../data/types.ts';

/** Salesforce's JSON parser (Jackson) stops at this nesting by default (StreamReadConstraints.DEFAULT_MAX_DEPTH). */
const MOST_LEVELS = 1000;

/**
 * Installs the parsers on an app.
 * JSON (any `application/*json`): empty bodies are `undefined`, because clients label body-less GET and DELETE as JSON
 * (reference/wire.md trap 14). Forms: `URLSearchParams`. XML: string. The rest, and bodies without a type: `Buffer`.
 */
export function installBodyParsers(app: FastifyInstance): void {
  const strictJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(/^application\/([\w.+-]+\+)?json/i, { parseAs: 'string' }, (request, body, done) => {
    const text = body.toString();
    if (text.trim() === '') {
      done(null, undefined);
      return;
    }
    if (isDeeperThan(text, MOST_LEVELS)) {
      done(new PlatformError('JSON_PARSER_ERROR', `The request body nests deeper than ${MOST_LEVELS} levels.`), null);
      return;
    }
    void strictJson(request, text, (error, value) => {
      done(
        error ? new PlatformError('JSON_PARSER_ERROR', `The request body is not valid JSON: ${error.message}`) : null,
        value,
      );
    });
  });
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, new URLSearchParams(body.toString()));
  });
  app.addContentTypeParser(/^(text|application)\/([\w.+-]+\+)?xml/i, { parseAs: 'string' }, (_request, body, done) => {
    done(null, body.toString());
  });
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
}

/** Counts brackets outside of strings, because a recursive walk over the values would itself overflow. */
function isDeeperThan(json: string, most: number): boolean {
  if (json.length <= most) return false;
  let level = 0;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '[' || token === '{') level += 1;
    else if (token === ']' || token === '}') level -= 1;
    if (level > most) return true;
  }
  return false;
}
