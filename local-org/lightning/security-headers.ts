/**
 * Headers of every answer under /lightning. Scripts come from this origin alone and none is inline. Styles may be inline,
 * as on the platform: LWC puts each component's style sheet into a `<style>` element, and templates carry `style`
 * attributes. A style can run nothing, and what it could load is closed by `img-src`, `font-src` and `connect-src`.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'cache-control': 'no-store',
};

/** A hook for `onRequest`: a handler that knows better overwrites a header. */
export async function securityHeaders(_request: unknown, reply: FastifyReply): Promise<void> {
  reply.headers(HEADERS);
}

/** Whether a page of this org asks for the page inside a frame of its own. Where a browser does not say so, it is none. */
export function isOwnFrame(request: FastifyRequest): boolean {
  return request.headers['sec-fetch-dest'] === 'iframe' && request.headers['sec-fetch-site'] === 'same-origin';
}

/** Lets the page stand in a frame of this org's own pages, and of nobody else's. */
export function allowOwnFrame(reply: FastifyReply): void {
  reply.header('content-security-policy', POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'"));
  reply.header('x-frame-options', 'SAMEORIGIN');
}

/** Lets the page hold a frame with another page of this org. */
export function allowHoldingFrame(reply: FastifyReply): void {
  reply.header('content-security-policy', `${POLICY}; frame-src 'self'`);
}
