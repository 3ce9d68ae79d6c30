/**
 * The class through which a try-out asks the shipped Apex about many people at once. It lives in the throw-away org only and
 * decides nothing: it loads facts, lets RollcallEvaluator evaluate, and hands the answers on. One call a person would read
 * the same rules and catalog again for each.
 */

export const TRYOUT_CLASS = 'RulesTryout';

/** People of one call: 200 keep every governor limit far away (docs/bench.md, scan). */
export const PEOPLE_PER_CALL = 200;

export interface Answer {
  userId: string;
  source: string;
  expected: { type: string; entitlement: string; rule: string }[];
}

export const TRYOUT_APEX = `
public with sharing class ${TRYOUT_CLASS} {
    @AuraEnabled
    public static List<Answer> evaluate(List<Id> userIds) {
        RollcallRuleBook book = RollcallRuleBook.current();
        RollcallFacts facts = RollcallFacts.load(new Set<Id>(userIds), book);
        List<Answer> answers = new List<Answer>();
        for (
            RollcallEvaluation evaluation : new RollcallEvaluator(book, facts.catalog, System.now())
                .evaluate(facts.users.values())
        ) {
            Answer answer = new Answer();
            answer.userId = evaluation.user.userId;
            answer.source = evaluation.source().name;
            for (RollcallFinding found : evaluation.ofKind(RollcallReason.KIND_MISSING)) {
                answer.add(found.entitlement, found.rule);
            }
            for (RollcallEvaluation.Holding holding : evaluation.held) {
                answer.add(holding.entitlement, holding.rule);
            }
            answers.add(answer);
        }
        return answers;
    }

    public class Answer {
        @AuraEnabled
        public String userId;
        @AuraEnabled
        public String source;
        @AuraEnabled
        public List<Expected> expected = new List<Expected>();

        public void add(RollcallCatalog.Entry entitlement, RollcallRule behind) {
            if (entitlement == null || behind == null) {
                return;
            }
            Expected one = new Expected();
            one.type = entitlement.type;
            one.entitlement = entitlement.name;
            one.rule = behind.name;
            expected.add(one);
        }
    }

    public class Expected {
        @AuraEnabled
        public String type;
        @AuraEnabled
        public String entitlement;
        @AuraEnabled
        public String rule;
    }
}
`;
