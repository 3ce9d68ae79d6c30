/** Before the first browser test: a folder for what the files of one run share (prepared-org.ts, evidence/recorder.ts). */
const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

module.exports = async ({ nonFlagArgs, testNamePattern, testPathPatterns }) => {
  process.env.ROLLCALL_BROWSER_RUN = mkdtempSync(path.join(tmpdir(), 'rollcall-browser-'));
  // Only a run of all tests can tell what none of them does.
  const isFiltered = nonFlagArgs.length > 0 || testPathPatterns.patterns.length > 0 || Boolean(testNamePattern);
  const isWhole = !isFiltered && !process.env.ROLLCALL_CONSOLE_URL;
  process.env.ROLLCALL_BROWSER_WHOLE = isWhole ? 'yes' : '';
};
