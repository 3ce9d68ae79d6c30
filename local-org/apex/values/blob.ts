/** Apex `Blob`: immutable bytes. */
export class ApexBlob {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
  static fromText(text: string): ApexBlob {
    return new ApexBlob(new TextEncoder().encode(text));
  }
  static fromBase64(text: string): ApexBlob {
    return new ApexBlob(new Uint8Array(Buffer.from(text, 'base64')));
  }
  toBase64(): string {
    return Buffer.from(this.bytes).toString('base64');
  }
  /** UTF-8 text, or null when the bytes are no UTF-8. */
  toText(): string | null {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(this.bytes);
    } catch {
      return null;
    }
  }
}
