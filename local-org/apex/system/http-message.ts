/** What `HttpRequest` and `HttpResponse` have in common: headers, a body, and named values. */

export class HttpMessage {
  readonly typeName: 'HttpRequest' | 'HttpResponse';
  /** Canonical name and value by lower-case name. */
  readonly headers = new Map<string, [string, string]>();
  body: Uint8Array = new Uint8Array();
  readonly values: Record<string, unknown> = {};
  constructor(typeName: 'HttpRequest' | 'HttpResponse') {
    this.typeName = typeName;
  }
  toString(): string {
    return this.typeName === 'HttpRequest'
      ? `System.HttpRequest[Endpoint=${String(this.values.endpoint ?? 'null')}, Method=${String(this.values.method ?? 'null')}]`
      : `System.HttpResponse[Status=${String(this.values.status ?? 'null')}, StatusCode=${String(this.values.statusCode ?? 0)}]`;
  }
}
