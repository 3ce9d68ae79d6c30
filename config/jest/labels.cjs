/**
 * Gives LWC suites the real custom labels. Without this, `sfdx-lwc-jest` puts a label's name in place of
 * its text, and neither a wrong placeholder nor a missing label would show.
 */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { XMLParser } = require('fast-xml-parser');

const file = join(__dirname, '../../force-app/main/default/labels/CustomLabels.labels-meta.xml');
const parser = new XMLParser({ parseTagValue: false, trimValues: false, isArray: (name) => name === 'labels' });

for (const { fullName, value } of parser.parse(readFileSync(file, 'utf8')).CustomLabels.labels) {
  jest.mock(`@salesforce/label/c.${fullName}`, () => ({ __esModule: true, default: value }), { virtual: true });
}
