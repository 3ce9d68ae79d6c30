/** The schema of types that the embedded org does not deploy is checked all the same. */
import { describe, expect, it } from '@jest/globals';
import { openLocalOrg } from '../../../local-org/open.ts';
import { readSourcePackage } from '../../../local-org/metadata/index.ts';
import { checkDeploy } from '../../../scripts/validate/deploy-check.ts';
import { schemaFix } from '../../../scripts/validate/schema-fix.ts';
import { xml } from '../metadata/support/package.ts';

const NAMESPACE = '{http://soap.sforce.com/2006/04/metadata}';

describe('metadata of every type', () => {
  it('is held against its published schema, with place and remedy', () => {
    const org = openLocalOrg({ file: ':memory:' });
    const files: Record<string, string> = {
      'app/flows/A.flow-meta.xml': xml('Flow', '<lable>A</lable>\n<label>A</label>'),
      'app/cleanDataServices/A.cleanDataService-meta.xml': xml('CleanDataServices', '<description>A</description>'),
      'app/genAiPlugins/A.genAiPlugin-meta.xml': xml(
        'GenAiPlugin',
        '<masterLabel>A</masterLabel>\n<masterLabel>B</masterLabel>',
      ),
      'app/quickActions/A.quickAction-meta.xml': xml(
        'QuickAction',
        '<type>LightningComponent</type>\n<width>wide</width>',
      ),
      'app/useraccesspolicies/A.useraccesspolicy-meta.xml': xml('UserAccessPolicy', '<nobody>published</nobody>'),
    };
    const contents = readSourcePackage(
      Object.entries(files).map(([path, text]) => ({ path, read: () => new TextEncoder().encode(text) })),
      '67.0',
    );
    const findings = checkDeploy(org, contents).filter(({ code }) => code !== 'not-checked');
    org.close();
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(
      errors.map(({ file, line, message, fix }) => [
        file.split('/')[1],
        line,
        message.replace(/^Error parsing file: /, ''),
        fix,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['flows', 3, `Element ${NAMESPACE}lable invalid at this location in type Flow`, 'Did you mean label?'],
        [
          'genAiPlugins',
          4,
          'Element masterLabel is duplicated at this location in type GenAiPlugin',
          'Keep one masterLabel element.',
        ],
        [
          'quickActions',
          4,
          "'wide' is not a valid value for the type xsd:double",
          'Compare with the type in the Metadata API Developer Guide.',
        ],
        [
          'cleanDataServices',
          2,
          `Element ${NAMESPACE}CleanDataServices invalid at this location in type CleanDataService`,
          'Compare with the type in the Metadata API Developer Guide.',
        ],
      ]),
    );
    expect(findings.filter(({ file }) => file.includes('useraccesspolicies'))).toEqual([]);
  });

  it.each([
    [`Error parsing file: Element ${NAMESPACE}lable invalid at this location in type Flow`, 'Did you mean label?'],
    [`Error parsing file: Element ${NAMESPACE}zebra invalid at this location in type Flow`, undefined],
    ["Error parsing file: 'Activ' is not a valid value for the enum 'FlowVersionStatus'", 'Did you mean Active?'],
    [
      "Error parsing file: 'On' is not a valid value for the enum 'FlowVersionStatus'",
      'Use one of: Active, Draft, Obsolete, InvalidDraft, UnderReview.',
    ],
    ['Error parsing file: Element label is duplicated at this location in type Flow', 'Keep one label element.'],
    [
      'Error parsing file: Element decisions is duplicated at this location in type Flow',
      'Move it to the other decisions elements: repeated elements must stand together.',
    ],
  ])('%s: %s', (message, fix) => {
    expect(schemaFix(message)).toBe(fix);
  });
});
