import LOCALE from '@salesforce/i18n/locale';

const numberFormat = new Intl.NumberFormat(LOCALE);

/**
 * Fills the `{0}`, `{1}` … of a custom label. Numbers are written in the user's locale.
 * A placeholder without a value stays as it is, so that a wrong label is seen.
 *
 * @param {string} label text of a custom label
 * @param {...(string | number | null | undefined)} values
 * @returns {string}
 */
export function fill(label, ...values) {
  return label.replace(/\{(\d+)\}/g, (placeholder, index) => {
    const value = values[Number(index)];
    if (value === null || value === undefined) {
      return placeholder;
    }
    return typeof value === 'number' ? numberFormat.format(value) : value;
  });
}

/**
 * Chooses the label for one or for many and fills its `{0}` with the count.
 *
 * @param {number} count
 * @param {string} one label used when the count is exactly 1
 * @param {string} many label used otherwise
 * @returns {string}
 */
export function fillCount(count, one, many) {
  return fill(count === 1 ? one : many, count);
}
