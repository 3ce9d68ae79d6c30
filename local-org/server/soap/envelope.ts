/** SOAP envelopes and faults. Answers always carry the literal prefix `soapenv` and a bare Body (reference/wire.md trap 5). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PlatformError } from '../../data/types.ts';
import type { Session } from '../../identity/contract.ts';
import type { ServerContext } from '../context.ts';
import { unexpected } from '../errors.ts';
import { apiSession } from '../sessions.ts';
import { versionOf } from '../versions.ts';
import type { XmlElement, XmlValue } from './xml.ts';
import { child, childText, escapeXml, parseXml, writeXml } from './xml.ts';

/** An open SOAP request. */
export interface SoapCall {
  context: ServerContext;
  version: string;
  header: XmlElement | undefined;
  /** First child of Body: the operation with its arguments. */
  operation: XmlElement;
  /** Raises INVALID_SESSION_ID or API_DISABLED_FOR_ORG. */
  session(): Session;
}

export interface SoapReply {
  /** Children of `<xResponse>`. */
  body: XmlValue;
  /** Children of Header. */
  header?: XmlValue;
  afterSent?: () => void;
}

export interface SoapService {
  /** `/services/Soap/m`, with the version and maybe the organization id behind. */
  path: string;
  /** Default namespace of answers. */
  namespace: string;
  /** Prefix URN of faults, e.g. `http://soap.sforce.com/2006/04/metadata`. */
  faultNamespace: string;
  bodyLimit: number;
  operations: Record<string, (call: SoapCall) => SoapReply>;
}

export function registerSoap(app: FastifyInstance, context: ServerContext, service: SoapService): void {
  for (const url of [`${service.path}/:version`, `${service.path}/:version/:orgId`]) {
    app.post(
      url,
      { bodyLimit: service.bodyLimit, errorHandler: (error, _request, reply) => fault(reply, service, error, context) },
      (request, reply) => answer(request, reply, context, service),
    );
  }
}

function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  context: ServerContext,
  service: SoapService,
): FastifyReply {
  if (typeof request.body !== 'string')
    throw new PlatformError('INVALID_XML', 'A SOAP request needs a body of type text/xml.');
  const envelope = parseXml(request.body);
  const operation = child(envelope, 'Body')?.children[0];
  if (envelope.name !== 'Envelope' || !operation)
    throw new PlatformError('INVALID_XML', 'A SOAP request needs an Envelope with an operation in its Body.');
  const header = child(envelope, 'Header');
  const run = Object.hasOwn(service.operations, operation.name) ? service.operations[operation.name] : undefined;
  if (!run) {
    throw new PlatformError(
      'NOT_IMPLEMENTED',
      `The operation ${operation.name} of ${service.path} is not implemented in the embedded org.`,
      { httpStatus: 501 },
    );
  }
  const { version } = request.params as { version: string };
  const result = run({
    context,
    version: versionOf(version),
    header,
    operation,
    session: () => apiSession(context.org, context.identity, childText(child(header, 'SessionHeader'), 'sessionId')),
  });
  if (result.afterSent) {
    const work = result.afterSent;
    reply.raw.once('finish', () => setImmediate(work));
  }
  const content = writeXml(result.body);
  const response = `${operation.name}Response`;
  return xml(
    reply,
    envelopeText(
      `xmlns="${service.namespace}"`,
      content === '' ? `<${response}/>` : `<${response}>${content}</${response}>`,
      result.header === undefined ? '' : `<soapenv:Header>${writeXml(result.header)}</soapenv:Header>`,
    ),
  );
}

/** A fault. The session-expiry form is what makes clients refresh their token (reference/wire.md §1.1). */
function fault(reply: FastifyReply, service: SoapService, error: unknown, context: ServerContext): FastifyReply {
  let code = 'UNKNOWN_EXCEPTION';
  let text: string;
  let status = 500;
  if (error instanceof PlatformError) {
    code = error.errorCode;
    text = error.message;
    // Clients expect faults with status 500; "not implemented" must not look like something to try again.
    if (error.httpStatus === 501) status = 501;
  } else if (error instanceof Error && 'statusCode' in error && error.statusCode === 413) {
    code = 'LIMIT_EXCEEDED';
    text = 'Maximum size of request reached.';
    status = 413;
  } else {
    text = `An unexpected error occurred. Please include this ErrorId if you contact support: ${unexpected(error, context.log)}`;
  }
  const message = text.startsWith(`${code}:`) ? text : `${code}: ${text}`;
  reply.code(status);
  return xml(
    reply,
    envelopeText(
      `xmlns:sf="${service.faultNamespace}"`,
      `<soapenv:Fault><faultcode>sf:${escapeXml(code)}</faultcode><faultstring>${escapeXml(message)}</faultstring></soapenv:Fault>`,
      '',
    ),
  );
}

function envelopeText(namespace: string, body: string, header: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ${namespace} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
    `${header}<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`
  );
}

function xml(reply: FastifyReply, text: string): FastifyReply {
  return reply.type('text/xml;charset=UTF-8').send(text);
}
