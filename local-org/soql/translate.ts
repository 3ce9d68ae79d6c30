/** A parsed query -> SQL, parameters, and the plan by which rows become records. */
import type { FieldType, FieldTypeOf, Subquery, WhereClause } from '@jetstreamapp/soql-parser-js';
import { isUnkeptChild } from '../data/schema/of-other-orgs.ts';
import { NotImplementedError } from '../data/types.ts';
import type { FieldDescribe, QueryColumn, SObjectDescribe } from '../data/types.ts';
import { isAggregateQuery, planAggregate } from './aggregates.ts';
import { malformed, noSuchChildren, placedError, unsupportedObject } from './errors.ts';
import { functionSql } from './functions.ts';
import type { FunctionCall } from './functions.ts';
import { createLevel } from './level.ts';
import type { Level, TranslateContext } from './level.ts';
import { orderSql, pagingNumbers, pagingSql } from './order.ts';
import type { PlannedChildren, PlannedField, PlannedRecord, PlannedTypeof, QueryPlan, Show } from './plan.ts';
import { columnSql, idSql } from './scope.ts';
import type { Column, Joined } from './scope.ts';
import type { SqlValue } from './values.ts';
import { whereSql } from './where.ts';

/** Most rows of a query with FIELDS(ALL) or FIELDS(CUSTOM) (SOQL and SOSL Reference, "FIELDS()"). */
const FIELDS_LIMIT = 200;

/** Levels of parent-to-child queries, the main one included (SOQL and SOSL Reference, "Relationship Query Limitations", API 58). */
const MAXIMUM_LEVELS = 5;

/** Plans the main query. */
export function planQuery(context: TranslateContext): QueryPlan {
  const { parsed, data } = context;
  const name = parsed.query.sObject as string;
  const object = data.schema.find(name);
  if (!object || !object.queryable || !context.access.readsObject(object))
    throw unsupportedObject(data.schema, parsed.text, name);
  checkFilters(object, parsed.query.where);
  return planLevel(createLevel(context, object, parsed.query));
}

/** Fields of which a query on the object must name one (Object Reference, "ContentDocumentLink"). */
const REQUIRED_FILTERS: Record<string, readonly string[]> = {
  ContentDocumentLink: ['ContentDocumentId', 'LinkedEntityId'],
};

/** Whether no query on the object is allowed without a filter of its own. */
export function needsFilter(name: string): boolean {
  return name in REQUIRED_FILTERS;
}

function checkFilters({ name }: SObjectDescribe, where: WhereClause | undefined): void {
  const needed = REQUIRED_FILTERS[name];
  if (!needed) return;
  for (let link: Link | undefined = where as Link | undefined; link; link = link.right)
    if (needed.some((field) => field.toLowerCase() === link?.left?.field?.toLowerCase())) return;
  throw malformed(
    `Implementation restriction: ${name} requires a filter by a single Id on ${needed.join(' or ')} using the equals operator or multiple Id's using the IN operator.`,
  );
}

interface Link {
  left?: { field?: string } | null;
  right?: Link;
}

/** Plans one level. */
function planLevel(level: Level): QueryPlan {
  if (level.query.withDataCategory) throw new NotImplementedError('WITH DATA CATEGORY');
  if (!isAggregateQuery(level)) return new RecordPlanner(level).plan();
  return planAggregate(level);
}

/** Plans a query that answers records; collects the SQL columns and says where each value stands. */
class RecordPlanner {
  private readonly level: Level;
  private readonly selected: string[] = [];
  private readonly columns: QueryColumn[] = [];

  constructor(level: Level) {
    this.level = level;
  }

  plan(): QueryPlan {
    const { object, query, scope, parentField } = this.level;
    const record: PlannedRecord = {
      type: object.name,
      idIndex: this.select(idSql(object, scope.alias)),
      fields: [],
      parents: new Map(),
      children: [],
    };
    const children: Subquery[] = [];
    for (const field of this.expanded(query.fields ?? [])) {
      switch (field.type) {
        case 'Field':
          this.addField(record, field.field, 'alias' in field ? field.alias : undefined);
          break;
        case 'FieldRelationship':
          this.addField(record, [...field.relationships, field.field].join('.'), undefined);
          break;
        case 'FieldFunctionExpression':
          this.addFunction(record, field);
          break;
        case 'FieldSubquery':
          children.push(field.subquery);
          break;
        case 'FieldTypeof':
          this.addTypeof(record, field);
      }
    }
    const parentKeyIndex = parentField ? this.select(columnSql(object, scope.alias, parentField)) : -1;
    if (children.length > 0 && this.level.depth >= MAXIMUM_LEVELS - 1)
      throw malformed(`Nesting of sub selects is limited to ${MAXIMUM_LEVELS} levels`);
    for (const child of children) record.children.push(this.planChildren(child));
    const parameters: SqlValue[] = [];
    const where = whereSql(this.level, parameters);
    const order = orderSql(this.level);
    const paging = parentField ? '' : pagingSql(this.level, parameters);
    return {
      entity: object.name,
      sql: `SELECT ${this.selected.join(', ')} FROM ${scope.from()}${where.sql}${order}${paging}`,
      parameters,
      parentParameter: where.parentParameter,
      parentKeyIndex,
      aggregate: false,
      countOnly: false,
      record,
      columns: this.columns,
    };
  }

  private planChildren(subquery: Subquery): PlannedChildren {
    const { context, object } = this.level;
    const { data, parsed, access } = context;
    const name = subquery.relationshipName;
    const relation = object.childRelationships.find(
      (one) => one.relationshipName?.toLowerCase() === name.toLowerCase(),
    );
    if (isUnkeptChild(object, name)) throw new NotImplementedError(`The relationship ${name} of ${object.name}`);
    const child = relation && data.schema.find(relation.childSObject);
    const field = child?.fields.get(relation?.field ?? '');
    if (!relation || !child || !field || !access.readsObject(child) || !access.readsField(child, field))
      throw noSuchChildren(parsed.text, name);
    const level = createLevel(context, child, subquery, field, this.level.depth + 1);
    if (isAggregateQuery(level)) throw malformed('Only root queries support aggregate expressions');
    const plan = planLevel(level);
    this.columns.push({
      columnName: relation.relationshipName as string,
      displayName: relation.relationshipName as string,
      aggregate: true,
      joinColumns: plan.columns,
    });
    const { limit, offset } = pagingNumbers(level);
    return { name: relation.relationshipName as string, keyIndex: plan.parentKeyIndex, plan, limit, offset };
  }

  private addField(record: PlannedRecord, written: string, alias: string | undefined): void {
    const column = this.level.scope.column(written);
    if (alias !== undefined && !written.toLowerCase().startsWith(`${alias.toLowerCase()}.`) && alias !== written) {
      throw placedError(
        'MALFORMED_QUERY',
        this.level.context.parsed.text,
        alias,
        'only aggregate expressions use field aliasing',
      );
    }
    this.place(record, column, column.field.name);
    this.addColumn(column);
  }

  /** `toLabel`, `FORMAT` and `convertCurrency` show the field itself, under its name or the alias. */
  private addFunction(record: PlannedRecord, call: FunctionCall & { alias?: string }): void {
    const expression = functionSql(this.level.scope, call, this.level.context.parsed.text, this.level.context.calendar);
    if (!expression.column)
      throw placedError(
        'MALFORMED_QUERY',
        this.level.context.parsed.text,
        call.functionName ?? '',
        `Field must be grouped or aggregated: ${call.rawValue ?? ''}`,
      );
    if (expression.shown && call.alias === undefined && expression.column.path.length > 0)
      throw new NotImplementedError("FORMAT() of a parent's field without an alias");
    this.place(record, expression.column, call.alias ?? expression.column.field.name, expression.show);
    this.columns.push({
      columnName: call.alias ?? expression.column.field.name,
      displayName: call.rawValue ?? '',
      aggregate: false,
      field: expression.shown ?? expression.column.field,
      joinColumns: [],
    });
  }

  /** `TYPEOF What WHEN Account THEN Phone ELSE Name END` (SOQL and SOSL Reference, "TYPEOF"). */
  private addTypeof(record: PlannedRecord, { field, conditions }: FieldTypeOf): void {
    const { scope } = this.level;
    const joined = scope.join([field], field);
    const planned = (type: string, present: string, columns: Column[]): PlannedRecord => ({
      type,
      idIndex: this.select(present),
      fields: columns.map((column) => ({
        name: column.field.name,
        index: this.select(column.sql),
        field: column.field,
      })),
      parents: new Map(),
      children: [],
    });
    const choice: PlannedTypeof = { variants: [] };
    for (const condition of conditions) {
      if (condition.type === 'WHEN') {
        const columns = condition.fieldList.map((name) => scope.targetColumn(joined, condition.objectType ?? '', name));
        const target = joined.targets.find(
          (one) => one.object.name.toLowerCase() === (condition.objectType ?? '').toLowerCase(),
        ) as Joined['targets'][number];
        choice.variants.push(planned(target.object.name, `${target.alias}."Id"`, columns));
      } else {
        const present = `COALESCE(${[...joined.targets.map((one) => `${one.alias}."Id"`), 'NULL'].join(', ')})`;
        choice.otherwise = planned(
          'Name',
          present,
          condition.fieldList.map((name) => scope.anyColumn(joined, name)),
        );
      }
    }
    const name = joined.path.at(-1) as string;
    (record.typeofs ??= new Map()).set(name, choice);
    this.columns.push({ columnName: name, displayName: name, aggregate: false, joinColumns: [] });
  }

  private place(record: PlannedRecord, column: Column, name: string, show?: Show): void {
    let target = record;
    const walked: string[] = [];
    for (const step of column.path) {
      walked.push(step);
      let parent = target.parents.get(step);
      if (!parent) {
        const joined = this.level.scope.joins.get(walked.join('.')) as Joined;
        const type = joined.polymorphic ? 'Name' : (joined.targets[0] as Joined['targets'][number]).object.name;
        const present =
          joined.targets.length === 1
            ? `${joined.targets[0]?.alias}."Id"`
            : `COALESCE(${joined.targets.map((one) => `${one.alias}."Id"`).join(', ')})`;
        parent = { type, idIndex: this.select(present), fields: [], parents: new Map(), children: [] };
        target.parents.set(step, parent);
      }
      target = parent;
    }
    if (target.fields.some((field) => field.name === name)) {
      throw placedError(
        'INVALID_FIELD',
        this.level.context.parsed.text,
        name,
        `duplicate field selected: ${[...column.path, name].join('.')}`,
      );
    }
    target.fields.push({ ...this.planned(column, target.idIndex), name, show });
  }

  /** Where a column's value stands in the rows; several values of an address or a place. */
  private planned(column: Column, idIndex: number): Omit<PlannedField, 'name' | 'show'> {
    const { field, parts } = column;
    if (parts) return { index: -1, field, parts: parts.map((part) => ({ ...part, index: this.select(part.sql) })) };
    return { index: field.name === 'Id' ? idIndex : this.select(column.sql), field };
  }

  private addColumn(column: Column): void {
    let columns = this.columns;
    for (const step of column.path) {
      let parent = columns.find((one) => one.columnName === step);
      if (!parent) columns.push((parent = { columnName: step, displayName: step, aggregate: false, joinColumns: [] }));
      columns = parent.joinColumns;
    }
    columns.push({
      columnName: column.field.name,
      displayName: column.field.name,
      aggregate: false,
      field: column.field,
      joinColumns: [],
    });
  }

  private select(sql: string): number {
    this.selected.push(sql);
    return this.selected.length - 1;
  }

  /** `FIELDS(ALL | STANDARD | CUSTOM)` written out. */
  private expanded(fields: FieldType[]): FieldType[] {
    return fields.flatMap((field): FieldType[] => {
      if (field.type !== 'FieldFunctionExpression' || field.functionName.toUpperCase() !== 'FIELDS') return [field];
      const which = String(field.parameters[0] ?? '').toUpperCase();
      const limit = this.level.query.limit ?? Number.POSITIVE_INFINITY;
      if (which !== 'STANDARD' && limit > FIELDS_LIMIT)
        throw malformed(`The SOQL FIELDS function must have a LIMIT of at most ${FIELDS_LIMIT}`);
      return [...this.level.object.fields.values()]
        .filter(
          (one) =>
            (which === 'ALL' || (which === 'CUSTOM') === one.custom) &&
            isSelectable(one) &&
            this.level.context.access.readsField(this.level.object, one),
        )
        .map((one) => ({ type: 'Field', field: one.name }));
    });
  }
}

function isSelectable(field: FieldDescribe): boolean {
  return field.type !== 'anyType';
}
