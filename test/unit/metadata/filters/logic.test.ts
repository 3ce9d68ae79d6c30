/** Filter logic over numbered conditions (Help, "Filter Logic"). */
import { describe, expect, it } from '@jest/globals';
import { logicProblems } from '../../../../local-org/metadata/filters/logic.ts';
import { parseXml } from '../../../../local-org/metadata/xml/parse.ts';

const UNDEFINED = (number: number): string => `The filter logic references an undefined filter: ${number}.`;
const INCORRECT = 'Your filter is imprecise or incorrect. Please see the help for tips on filter logic.';

function problems(logic: string, [element, conditions]: [string, string], count = 3): string[] {
  const items = `<${conditions}><field>Name</field></${conditions}>\n`.repeat(count);
  const text = `<ListView xmlns="http://soap.sforce.com/2006/04/metadata">\n<part>${items}<${element}>${logic}</${element}></part></ListView>`;
  return logicProblems(parseXml(text, 'x')).map(({ problem, at }) => `${at.line - 2 - count} ${problem}`);
}

const KINDS: [string, string][] = [
  ['booleanFilter', 'filters'],
  ['booleanFilter', 'criteriaItems'],
  ['booleanFilter', 'filterItems'],
  ['booleanFilter', 'criteria'],
  ['booleanFilter', 'matchingRuleItems'],
  ['booleanFilter', 'duplicateRuleFilterItems'],
  ['filterLogic', 'filters'],
  ['conditionLogic', 'conditions'],
];

describe('filter logic', () => {
  it.each(KINDS)('in %s numbers the %s beside it', (...kind) => {
    for (const sound of ['1 AND 2 AND 3', '1 and (2 or 3)', '(1 OR NOT(2)) AND ((3))', '2', 'and', 'or', ''])
      expect(problems(sound, kind)).toEqual([]);
    expect(problems('1 AND (2 OR 4)', kind)).toEqual([`0 ${UNDEFINED(4)}`]);
    expect(problems('0 AND 1', kind)).toEqual([`0 ${UNDEFINED(0)}`]);
  });

  it.each(['1 AND (2 OR 3', '1 AND 2)', '1 AND', '1 2', '1 XOR 2', '1 & 2'.replace('&', '&amp;'), '()'])(
    'must be well formed: %s',
    (logic) => {
      expect(problems(logic, ['booleanFilter', 'filters'])).toEqual([`0 ${INCORRECT}`]);
    },
  );

  it('is not judged where its conditions are not known', () => {
    expect(problems('1 AND 2', ['booleanFilter', 'botStepConditions'], 1)).toEqual([]);
  });

  it('takes the words of flows', () => {
    for (const word of ['no_conditions', 'formula_evaluates_to_true'])
      expect(problems(word, ['conditionLogic', 'conditions'], 1)).toEqual([]);
  });
});
