/**
 * `@salesforce/apex`: every `@salesforce/apex/Class.method` import is one function made by `apexMethod`, which can be called
 * or wired (LWC Developer Guide, "Call Apex Methods"). Results of cacheable methods are kept by method and parameters.
 */
import { unwrap } from 'lwc';
import { orgRequest } from 'shell/orgRequest';
import { deepFreeze, stableKey } from 'shell/wiring';

/** Results stay fresh for this long before a new subscriber asks again (LWC Developer Guide, "Client-Side Caching": implementation choice of the platform). */
const CACHE_MILLISECONDS = 30_000;

/**
 * @typedef {{ data: any, error: any }} WireResult
 * @typedef {object} CacheEntry
 * @property {() => Promise<WireResult>} load asks the org and tells every subscriber
 * @property {WireResult | undefined} result
 * @property {number} loadedAt
 * @property {Promise<WireResult> | undefined} pending
 * @property {Set<(result: WireResult) => void>} subscribers
 */

/** @type {Map<string, CacheEntry>} */
const cache = new Map();
/** From a result that a component holds back to where it came from, for `refreshApex`. @type {WeakMap<object, CacheEntry>} */
const origins = new WeakMap();

/**
 * @param {string} className
 * @param {string} methodName
 * @param {Record<string, unknown> | undefined} params
 * @param {boolean} wired whether the method must be cacheable
 * @returns {Promise<{ returnValue: any, cacheable: boolean }>}
 */
function invoke(className, methodName, params, wired) {
  return orgRequest('/lightning/api/apex', { className, methodName, params: params ?? {}, wired });
}

/**
 * @param {string} className
 * @param {string} methodName
 * @param {Record<string, unknown>} params
 * @returns {CacheEntry}
 */
function entryFor(className, methodName, params) {
  const key = `${className}.${methodName}:${stableKey(params)}`;
  let entry = cache.get(key);
  if (entry) return entry;
  /** @type {CacheEntry} */
  const created = {
    load() {
      created.pending ??= invoke(className, methodName, params, true)
        .then(
          ({ returnValue }) => ({ data: deepFreeze(returnValue), error: undefined }),
          (error) => ({ data: undefined, error }),
        )
        .then((result) => {
          created.pending = undefined;
          created.result = result;
          created.loadedAt = result.error === undefined ? Date.now() : 0;
          created.subscribers.forEach((tell) => tell(result));
          return result;
        });
      return created.pending;
    },
    result: undefined,
    loadedAt: 0,
    pending: undefined,
    subscribers: new Set(),
  };
  cache.set(key, created);
  return created;
}

/**
 * @param {string} className
 * @param {string} methodName
 * @returns {any} a function to call with an object of parameters, and a wire adapter
 */
export function apexMethod(className, methodName) {
  /** @param {Record<string, unknown>} [params] */
  const call = async (params) => {
    const { returnValue, cacheable } = await invoke(className, methodName, params, false);
    return cacheable ? deepFreeze(returnValue) : returnValue;
  };

  call.adapter = class ApexWireAdapter {
    /** @param {(result: WireResult) => void} dataCallback */
    constructor(dataCallback) {
      this.dataCallback = dataCallback;
      this.connected = false;
      /** @type {CacheEntry | undefined} */
      this.entry = undefined;
      /** @type {Record<string, unknown> | undefined} */
      this.params = undefined;
      /** @param {WireResult} result */
      this.tell = (result) => {
        const own = { ...result };
        if (this.entry) origins.set(own, this.entry);
        this.dataCallback(own);
      };
      this.tell({ data: undefined, error: undefined });
    }

    connect() {
      this.connected = true;
      this.subscribe();
    }

    disconnect() {
      this.connected = false;
      this.entry?.subscribers.delete(this.tell);
      this.entry = undefined;
    }

    /** @param {Record<string, unknown>} params an undefined one means "not yet": the method is not called */
    update(params) {
      this.params = Object.values(params ?? {}).includes(undefined) ? undefined : (params ?? {});
      this.subscribe();
    }

    subscribe() {
      if (!this.connected) return;
      this.entry?.subscribers.delete(this.tell);
      this.entry = this.params && entryFor(className, methodName, this.params);
      if (!this.entry) return;
      this.entry.subscribers.add(this.tell);
      if (this.entry.result && Date.now() - this.entry.loadedAt < CACHE_MILLISECONDS) this.tell(this.entry.result);
      else this.entry.load();
    }
  };
  return call;
}

/**
 * Asks the org again and gives every wired property with the same method and parameters the answer.
 * @param {object} wiredResult exactly what the wire service provisioned
 * @returns {Promise<unknown>} settles when the new value was provisioned
 */
export async function refreshApex(wiredResult) {
  const entry = wiredResult && origins.get(unwrap(wiredResult));
  if (!entry) return undefined;
  return entry.load();
}

/**
 * @param {any} sObject a record that Apex returned
 * @param {string | { fieldApiName: string }} field e.g. `Account.Owner.Name`, or an import of `@salesforce/schema`
 * @returns {any} the value, undefined when the record lacks it
 */
export function getSObjectValue(sObject, field) {
  const path = typeof field === 'string' ? field.split('.').slice(1) : field.fieldApiName.split('.');
  return path.reduce((value, name) => value?.[name], sObject);
}
