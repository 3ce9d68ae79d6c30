/** Lookup filters of a deploy (CustomField reference, "lookupFilter"). */
import { FILTER_OPERATIONS } from '../../data/dml/filters.ts';
import { placeOf } from '../../data/dml/lookupFilters.ts';
import { compileFormula } from '../../data/formula/compile.ts';
import { FormulaProblem } from '../../data/formula/problem.ts';
import type { FormulaType } from '../../data/formula/type.ts';
import type { FieldDescribe, LookupFilter } from '../../data/types.ts';
import type { DeployContext } from '../deploy/context.ts';
import type { Component } from '../package/component.ts';
import { child, childrenNamed, flag, placeOf as elementAt, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import type { DeployNames } from './formulas.ts';

/** The filter that decides over saves; undefined where there is none, or it only helps to choose (`isOptional`). */
export function lookupFilterOf(element: XmlElement): LookupFilter | undefined {
  const filter = child(element, 'lookupFilter');
  if (!filter || !flag(filter, 'active') || flag(filter, 'isOptional')) return undefined;
  const message = textOf(filter, 'errorMessage');
  const booleanFilter = textOf(filter, 'booleanFilter');
  return {
    items: childrenNamed(filter, 'filterItems').map((item) => {
      const valueField = textOf(item, 'valueField');
      return {
        field: textOf(item, 'field') ?? '',
        operation: textOf(item, 'operation') ?? '',
        value: textOf(item, 'value') ?? '',
        ...(valueField === undefined ? {} : { valueField }),
      };
    }),
    ...(message === undefined ? {} : { message }),
    ...(booleanFilter === undefined ? {} : { booleanFilter }),
  };
}

/** Reports fields that do not exist, and what the embedded org cannot compare. */
export function checkLookupFilter(
  component: Component,
  object: string,
  field: FieldDescribe,
  names: DeployNames,
  context: DeployContext,
): void {
  const { lookupFilter } = field;
  const source = names.find(object);
  const target = names.find(field.referenceTo[0] ?? '');
  if (!lookupFilter || !source || !target) return;
  const at = elementAt(component.document as XmlElement, 'lookupFilter');
  for (const item of lookupFilter.items) {
    if (!FILTER_OPERATIONS.has(item.operation)) {
      context.problem(
        component,
        `Not available for deploy in the embedded org: the lookup filter operation ${item.operation}`,
        { at },
      );
      continue;
    }
    for (const path of [item.field, ...(item.valueField === undefined ? [] : [item.valueField])]) {
      const place = placeOf(path, source, target);
      const type = typeOf(place.path, place.object.name, names);
      if (type instanceof FormulaProblem) context.problem(component, type.message, { at });
      else if (item.valueField === undefined && (type === 'Date' || type === 'DateTime' || type === 'Time'))
        context.problem(component, 'Not available for deploy in the embedded org: dates in a lookup filter', { at });
    }
  }
}

/** The type of a path, or what is wrong with it. A result of no type is what every path is not. */
function typeOf(path: string, object: string, names: DeployNames): FormulaType | FormulaProblem {
  let found: FormulaType = 'Null';
  try {
    const compiled = compileFormula(`ISBLANK(${path})`, {
      names,
      object,
      use: 'validation',
      blankAsZero: false,
      result: 'Boolean',
      onField: (_, field) => {
        found =
          field.type === 'date'
            ? 'Date'
            : field.type === 'datetime'
              ? 'DateTime'
              : field.type === 'time'
                ? 'Time'
                : 'Text';
      },
    });
    return compiled.type === 'Boolean' ? found : 'Null';
  } catch (error) {
    if (error instanceof FormulaProblem) return error;
    throw error;
  }
}
