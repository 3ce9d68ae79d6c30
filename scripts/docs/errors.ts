/** docs/errors.md: every error that `scim explain` knows, for people who search for its text. */
import { TOPICS, readTopic, type Entry, type Topic } from '../explain/knowledge.ts';
import { code, prose } from './markdown.ts';

const HEAD = `# Errors, and what to do

*Written by \`npm run docs\` from \`scripts/explain/knowledge\`. A test fails when this page is stale.*

What Salesforce, Entra, Okta, the deploy and the console say when something goes wrong. \`scim explain "…"\` finds the same in pasted log text, offline. The codes of \`scim validate\` are in [validate.md](validate.md).
`;

/** The page as it should be now. */
export function errorsPage(): string {
  const topics = Object.keys(TOPICS) as Topic[];
  const contents = topics.map((topic) => `[${TOPICS[topic]}](#${anchor(TOPICS[topic])})`).join(' · ');
  const sections = topics.map((topic) => `## ${TOPICS[topic]}\n\n${readTopic(topic).map(section).join('\n\n')}`);
  return [HEAD, `${contents}\n`, `${sections.join('\n\n')}\n`].join('\n');
}

function section(entry: Entry): string {
  const says = entry.says ? [`> ${code(entry.says)}`, ''] : [];
  return [
    `### ${entry.title}`,
    '',
    ...says,
    `* **Code**: ${code(entry.code)}`,
    `* **Why**: ${written(entry.cause)}`,
    `* **At the provider**: ${written(entry.idp)}`,
    `* **In Salesforce**: ${written(entry.salesforce)}`,
    `* **Check**: ${written(entry.check)}`,
    `* **Source**: ${entry.source} (${entry.confidence})`,
  ].join('\n');
}

/** Placeholders stand for what the error itself names. */
const written = (text: string): string => prose(text.replace(/\{\d\}/g, '…'));

/** As GitHub makes anchors: lower case, no punctuation, hyphens for spaces. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replace(/\s/g, '-');
