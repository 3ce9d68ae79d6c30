/** Identifiers, type names and modifiers from the parser's contexts. */
import type {
  AnnotationContext,
  AnyIdContext,
  CreatedNameContext,
  IdContext,
  ModifierContext,
  TypeListContext,
  TypeRefContext,
} from '@apexdevtools/apex-parser';
import type {
  AccessModifier,
  Annotation,
  Modifiers,
  Position,
  TypeName,
} from '../../../../../local-org/apex/language/syntax/ast.ts';

interface Token {
  line: number;
  column: number;
}

interface HasStart {
  start: Token;
}

export function position(context: HasStart): Position {
  return { line: context.start.line, column: context.start.column + 1 };
}

/** The written text of an identifier, keywords used as names included. */
export function nameOf(id: IdContext | AnyIdContext): string {
  return id.getText();
}

export function typeName(context: TypeRefContext): TypeName {
  const parts = context.typeName_list().map((part) => {
    const args = part.typeArguments();
    const name = part.id()?.getText() ?? (part.LIST() ? 'List' : part.SET() ? 'Set' : 'Map');
    return { name, args: args ? typeNames(args.typeList()) : [] };
  });
  return { ...position(context), parts, arrays: context.arraySubscripts()?.LBRACK_list().length ?? 0 };
}

export function typeNames(context: TypeListContext): TypeName[] {
  return context.typeRef_list().map(typeName);
}

export function createdName(context: CreatedNameContext): TypeName {
  const parts = context.idCreatedNamePair_list().map((pair) => ({
    name: nameOf(pair.anyId()),
    args: pair.typeList() ? typeNames(pair.typeList()) : [],
  }));
  return { ...position(context), parts, arrays: 0 };
}

/** A type name without arguments, from a dotted text. */
export function simpleTypeName(text: string, at: Position): TypeName {
  return { ...at, parts: text.split('.').map((name) => ({ name, args: [] })), arrays: 0 };
}

export function modifiers(contexts: ModifierContext[]): Modifiers {
  const words = new Set<string>();
  const annotations: Annotation[] = [];
  let access: AccessModifier | null = null;
  let sharing: Modifiers['sharing'] = null;
  for (const context of contexts) {
    const annotation = context.annotation();
    if (annotation) {
      annotations.push(annotationOf(annotation));
      continue;
    }
    const word = context.getText().toLowerCase();
    if (word === 'private' || word === 'protected' || word === 'public' || word === 'global') access = word;
    else if (word.endsWith('sharing')) sharing = word.replace('sharing', '') as Modifiers['sharing'];
    else words.add(word);
  }
  return { access, words, sharing, annotations };
}

function annotationOf(context: AnnotationContext): Annotation {
  const values = new Map<string, string>();
  for (const pair of context.elementValuePairs()?.elementValuePair_list() ?? []) {
    values.set(nameOf(pair.id()).toLowerCase(), unquoted(pair.elementValue().getText()));
  }
  const single = context.elementValue();
  if (single) values.set('value', unquoted(single.getText()));
  return { ...position(context), name: nameOf(context.id()), values };
}

function unquoted(text: string): string {
  return text.startsWith("'") ? text.slice(1, -1) : text;
}

export function annotationNamed(modifiersOf: Modifiers, name: string): Annotation | undefined {
  return modifiersOf.annotations.find((annotation) => annotation.name.toLowerCase() === name);
}
