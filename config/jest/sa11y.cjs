/** Gives every LWC suite `await expect(element).toBeAccessible()` (axe rules by @sa11y). */
const { registerSa11yMatcher } = require('@sa11y/jest');

registerSa11yMatcher();
