/** How request bodies become values: JSON, forms, XML text, and bytes for everything else. */
import type { FastifyInstance } from 'fastify';
import { PlatformError } from '../data/types.ts';

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
