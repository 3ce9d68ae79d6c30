/** `Request`, `Version`, `URL`, `PageReference`, `RestContext`: small classes about the current request. */
import type { SystemType } from '../runtime/contract.ts';
import { ApexMap } from '../values/collections.ts';
import type { ApexSObject } from '../values/sobject.ts';
import { STRING, mapOf } from '../values/type.ts';
import { required } from './arguments.ts';
import { enumValue } from './enums.ts';

class CurrentRequest {
  readonly typeName = 'Request';
}

export class PlatformVersion {
  readonly typeName = 'Version';
  readonly parts: [number, number, number | null];
  constructor(major: number, minor: number, patch: number | null) {
    this.parts = [major, minor, patch];
  }
}

class PageReference {
  readonly typeName = 'PageReference';
  readonly base: string;
  readonly parameters: ApexMap;
  anchor: string | null = null;
  redirect = false;
  constructor(base: string, parameters: ApexMap) {
    this.base = base;
    this.parameters = parameters;
  }
  get url(): string {
    const query = [...this.parameters.entries()]
      .map(([name, value]) => `${encodeURIComponent(String(name))}=${encodeURIComponent(String(value))}`)
      .join('&');
    return `${this.base}${query ? `?${query}` : ''}${this.anchor ? `#${this.anchor}` : ''}`;
  }
  toString(): string {
    return `System.PageReference[${this.url}]`;
  }
}

class ApexUrl {
  readonly typeName = 'Url';
  readonly url: URL;
  constructor(url: URL) {
    this.url = url;
  }
  toString(): string {
    return `System.Url[delegate=${this.url.href}]`;
  }
}

export const requestTypes: SystemType[] = [
  {
    name: 'Request',
    is: (value) => value instanceof CurrentRequest,
    statics: { getCurrent: () => new CurrentRequest() },
    methods: {
      getRequestId: (rt) => rt.requestId,
      getQuiddity: (rt) => {
        if (rt.test) return enumValue('Quiddity', 'RUNTEST_SYNC') ?? null;
        const kind =
          { queueable: 'QUEUEABLE', future: 'FUTURE', batch: 'BATCH_APEX', schedule: 'SCHEDULED' }[
            rt.job?.kind as string
          ] ?? 'SYNCHRONOUS';
        return enumValue('Quiddity', kind) ?? null;
      },
    },
  },
  {
    name: 'Version',
    is: (value) => value instanceof PlatformVersion,
    constructors: {
      '(Integer,Integer)': (_rt, major: number, minor: number) => new PlatformVersion(major, minor, null),
      '(Integer,Integer,Integer)': (_rt, major: number, minor: number, patch: number) =>
        new PlatformVersion(major, minor, patch),
    },
    methods: {
      major: (_rt, self: PlatformVersion) => self.parts[0],
      minor: (_rt, self: PlatformVersion) => self.parts[1],
      patch: (_rt, self: PlatformVersion) => self.parts[2],
      compareTo: (rt, self: PlatformVersion, other: PlatformVersion | null) => {
        const wanted = required(rt, other).parts;
        const at = [0, 1, 2].find((index) => (self.parts[index] ?? 0) !== (wanted[index] ?? 0));
        return at === undefined ? 0 : Math.sign((self.parts[at] ?? 0) - (wanted[at] ?? 0));
      },
    },
  },
  {
    name: 'Url',
    is: (value) => value instanceof ApexUrl,
    constructors: {
      '(String)': (rt, spec: string | null) => {
        const text = required(rt, spec);
        return URL.canParse(text)
          ? new ApexUrl(new URL(text))
          : rt.raise('System.StringException', `no protocol: ${text}`);
      },
    },
    methods: {
      getHost: (_rt, self: ApexUrl) => self.url.hostname,
      getPath: (_rt, self: ApexUrl) => self.url.pathname,
      getProtocol: (_rt, self: ApexUrl) => self.url.protocol.slice(0, -1),
      getQuery: (_rt, self: ApexUrl) => self.url.search.slice(1) || null,
      getRef: (_rt, self: ApexUrl) => self.url.hash.slice(1) || null,
      getPort: (_rt, self: ApexUrl) => (self.url.port ? Number(self.url.port) : -1),
      getAuthority: (_rt, self: ApexUrl) => self.url.host,
      getFile: (_rt, self: ApexUrl) => self.url.pathname + self.url.search,
      toExternalForm: (_rt, self: ApexUrl) => self.url.href,
    },
  },
  {
    name: 'PageReference',
    is: (value) => value instanceof PageReference,
    constructors: {
      '(String)': (rt, url: string | null) => {
        const [base, query = ''] = required(rt, url).split('?');
        const parameters = new ApexMap(mapOf(STRING, STRING));
        for (const [name, value] of new URLSearchParams(query)) parameters.put(rt, name, value);
        return new PageReference(base!, parameters);
      },
      '(SObject)': (rt, row: ApexSObject | null) =>
        new PageReference(`/${required(rt, row).id ?? ''}`, new ApexMap(mapOf(STRING, STRING))),
    },
    methods: {
      getUrl: (_rt, self: PageReference) => self.url,
      getParameters: (_rt, self: PageReference) => self.parameters,
      getAnchor: (_rt, self: PageReference) => self.anchor,
      setAnchor: (_rt, self: PageReference, anchor: string | null) => {
        self.anchor = anchor;
        return self;
      },
      getRedirect: (_rt, self: PageReference) => self.redirect,
      setRedirect: (_rt, self: PageReference, redirect: boolean) => {
        self.redirect = redirect;
        return self;
      },
    },
  },
];
