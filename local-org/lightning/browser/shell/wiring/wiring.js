/** Small things that wire adapters share. */

/**
 * @template T
 * @param {T} value
 * @returns {T} the same value, which nobody can change any more: cached results are shared between components
 */
export function deepFreeze(value) {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

/**
 * A key that is equal for equal values, whatever the order of their properties.
 * @param {unknown} value
 * @returns {string}
 */
export function stableKey(value) {
  return (
    JSON.stringify(value, (_name, inner) => {
      if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner;
      return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
    }) ?? 'undefined'
  );
}
