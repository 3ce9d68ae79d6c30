/** Parts of a `multipart/form-data` body that is already in memory (RFC 7578). */
import { PlatformError } from '../../data/types.ts';

const HEADER_END = Buffer.from('\r\n\r\n');

/** Part bodies by name. Raises INVALID_MULTIPART_REQUEST for what is none. */
export function parseMultipart(contentType: string, body: Buffer): Map<string, Buffer> {
  const boundary = /^multipart\/form-data\s*;.*\bboundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (!mark) throw broken('the content type must be multipart/form-data with a boundary');
  const delimiter = Buffer.from(`--${mark}`);
  const parts = new Map<string, Buffer>();
  let at = body.indexOf(delimiter);
  if (at < 0) throw broken('the boundary is missing');
  for (;;) {
    const head = at + delimiter.length;
    if (body.subarray(head, head + 2).toString('latin1') === '--') return parts;
    const headEnd = body.indexOf(HEADER_END, head);
    const next = body.indexOf(Buffer.concat([Buffer.from('\r\n'), delimiter]), head);
    if (headEnd < 0 || next < 0 || headEnd > next) throw broken('a part is cut off');
    const name = /^content-disposition:[^\r\n]*[;\s]name="([^"\r\n]*)"/im.exec(
      body.subarray(head, headEnd).toString('utf8'),
    )?.[1];
    if (name === undefined) throw broken('a part has no name');
    parts.set(name, body.subarray(headEnd + HEADER_END.length, next));
    at = next + 2;
  }
}

function broken(why: string): PlatformError {
  return new PlatformError('INVALID_MULTIPART_REQUEST', `The multipart request cannot be read: ${why}.`);
}
