/** Which fields hold HTML (Apex Reference, "DescribeFieldResult Class", isHtmlFormatted). */
import type { FieldDescribe } from '../types.ts';

/** Rich texts, and formulas that give a link or an image. */
export function isHtmlFormatted(field: FieldDescribe): boolean {
  return field.richText === true || /\b(hyperlink|image)\s*\(/i.test(field.formula ?? '');
}
