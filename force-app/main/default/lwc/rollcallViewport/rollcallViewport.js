/**
 * Tells whether the window is at most `maxRem` wide, now and at every change.
 *
 * @param {number} maxRem width in rem, as in the media queries of SLDS
 * @param {(narrow: boolean) => void} listener called at once and at every change
 * @returns {() => void} stops listening
 */
export function watchNarrow(maxRem, listener) {
  const query = window.matchMedia(`(max-width: ${maxRem}rem)`);
  const report = () => listener(query.matches);
  query.addEventListener('change', report);
  report();
  return () => query.removeEventListener('change', report);
}
