/** Ids that stay the same from run to run: an app role that got a new id would lose its assignments. */
import { createHash } from 'node:crypto';

/** Namespace of the project's app roles, drawn once. */
const NAMESPACE = Buffer.from('6f1b9c1e7d0a4e0c9a5b3f2d8c7e6a10', 'hex');

/** UUID version 5 of a name (RFC 9562 §5.5). */
export function stableUuid(name: string): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(name, 'utf8').digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
