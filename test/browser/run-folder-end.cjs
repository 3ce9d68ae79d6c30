/** After the last browser test: a whole run must have pressed every button; then the folder of run-folder.cjs goes. */
const { rmSync } = require('node:fs');

module.exports = async () => {
  const run = process.env.ROLLCALL_BROWSER_RUN;
  try {
    const { missingEvidence } = await import('./evidence/report.ts');
    const missing = missingEvidence(run);
    if (missing.length > 0 && process.env.ROLLCALL_BROWSER_WHOLE) throw new Error(missing.join('\n'));
  } finally {
    rmSync(run, { recursive: true, force: true });
  }
};
