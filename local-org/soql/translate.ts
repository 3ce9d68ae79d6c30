/** A parsed query -> SQL, parameters, and the plan by which rows become records. */
import type { FieldType, OrderByClause, Query, QueryBase, Subquery } from '@jetstreamapp/soql-parser-js';
import type { OrgDatabase } from '../data/database.ts';
import { NotImplementedError, PlatformError } from '../data/types.ts';
import type { FieldDescribe, QueryColumn, QueryOptions, SObjectDescribe } from '../data/types.ts';
import { conditionSql } from './conditions.ts';
import type { Calendar } from './dates.ts';
import { malformed, noSuchChildren, placedError, unsupportedObject } from './errors.ts';
import { functionSql, isAggregate } from './functions.ts';
import type { Expression, FunctionCall } from './functions.ts';
import type { ParsedSoql } from './parse.ts';
import { columnSql, Scope } from './scope.ts';
import type { Column, Joined, NameAccess } from './scope.ts';
import { bindValues } from './values.ts';
import type { SqlValue } from './values.ts';

/** Greatest OFFSET (SOQL and SOSL Reference, "OFFSET"). */
const MAXIMUM_OFFSET = 2000;
const FIELDS_LIMIT = 200;

/** One value of a record: where it stands in the SQL row. */
export interface PlannedField {
  name: string;
  index: number;
  field: FieldDescribe;
  /** Show the picklist label instead of the value. */
  label: boolean;
}

export interface PlannedRecord {
  type: string;
  /** Index of the row's id; a parent without one is null. */
  idIndex: number;
  fields: PlannedField[];
  parents: Map<string, PlannedRecord>;
  children: PlannedChildren[];
}

export interface PlannedChildren {
  name: string;
  /** Index, in the child's rows, of the parent's id. */
  keyIndex: number;
  plan: QueryPlan;
  limit: number | undefined;
  offset: number;
}

export interface QueryPlan {
  entity: string;
  sql: string;
  parameters: SqlValue[];
  /** Child queries: where the parent ids go in `parameters`. */
  parentParameter: number;
  aggregate: boolean;
  countOnly: boolean;
  record: PlannedRecord;
  columns: QueryColumn[];
}

export interface TranslateContext {
  data: OrgDatabase;
  parsed: ParsedSoql;
  options: QueryOptions;
  calendar: Calendar;
  access: NameAccess;
  sharing: boolean;
  allRows: boolean;
  nextAlias(): string;
}

/** Plans the main query. */
export function planQuery(context: TranslateContext): QueryPlan {
  const { parsed, data } = context;
  const name = parsed.query.sObject as string;
  const object = data.schema.find(name);
  if (!object || !object.queryable || !context.access.readsObject(object)) throw unsupportedObject(parsed.text, name);
  return new Planner(context, object, parsed.query).plan();
}

class Planner {
  private readonly context: TranslateContext;
  private readonly object: SObjectDescribe;
  private readonly query: QueryBase;
  private readonly scope: Scope;
  private readonly selected: string[] = [];
  private readonly columns: QueryColumn[] = [];
  /** Field that ties a child query to its parent. */
  private readonly parentField: FieldDescribe | undefined;

  constructor(context: TranslateContext, object: SObjectDescribe, query: QueryBase, parentField?: FieldDescribe) {
    this.context = context;
    this.object = object;
    this.query = query;
    this.parentField = parentField;
    this.scope = new Scope(
      {
        schema: context.data.schema,
        tables: context.data.store.tables,
        access: context.access,
        text: context.parsed.text,
        nextAlias: context.nextAlias,
      },
      object,
      query.sObjectAlias,
    );
  }

  plan(): QueryPlan {
    const fields = this.query.fields ?? [];
    const grouped = this.query.groupBy !== undefined;
    const aggregate = grouped || fields.some((field) => field.type === 'FieldFunctionExpression' && isAggregate(field));
    if (this.query.withDataCategory) throw new NotImplementedError('WITH DATA CATEGORY');
    return aggregate ? this.planAggregate(fields) : this.planRecords(fields);
  }

  private planRecords(fields: FieldType[]): QueryPlan {
    const record: PlannedRecord = {
      type: this.object.name,
      idIndex: this.select(`${this.scope.alias}."Id"`),
      fields: [],
      parents: new Map(),
      children: [],
    };
    const children: Subquery[] = [];
    for (const field of this.expanded(fields)) {
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
          throw new NotImplementedError('TYPEOF');
      }
    }
    if (this.parentField) this.select(columnSql(this.object, this.scope.alias, this.parentField));
    if (children.length > 0 && this.parentField)
      throw malformed('Nesting of sub selects deeper than one level is not supported here');
    for (const child of children) record.children.push(this.planChildren(child));
    const parameters: SqlValue[] = [];
    const where = this.where(parameters);
    const order = this.order(false);
    const paging = this.parentField ? '' : this.paging(parameters);
    const sql = `SELECT ${this.selected.join(', ')} FROM ${this.scope.from()}${where.sql}${order}${paging}`;
    return {
      entity: this.object.name,
      sql,
      parameters,
      parentParameter: where.parentParameter,
      aggregate: false,
      countOnly: false,
      record,
      columns: this.columns,
    };
  }

  /** Where the parent id stands in the rows of a child query: the last selected column. */
  get lastIndex(): number {
    return this.selected.length - 1;
  }

  private planChildren(subquery: Subquery): PlannedChildren {
    const { data, parsed, access } = this.context;
    const name = subquery.relationshipName;
    const relation = this.object.childRelationships.find(
      (one) => one.relationshipName?.toLowerCase() === name.toLowerCase(),
    );
    const child = relation && data.schema.find(relation.childSObject);
    const field = child?.fields.get(relation?.field ?? '');
    if (!relation || !child || !field || !access.readsObject(child) || !access.readsField(child, field))
      throw noSuchChildren(parsed.text, name);
    const planner = new Planner(this.context, child, subquery, field);
    const plan = planner.plan();
    this.columns.push({
      columnName: relation.relationshipName as string,
      displayName: relation.relationshipName as string,
      aggregate: true,
      joinColumns: plan.columns,
    });
    const { limit, offset } = planner.pagingNumbers();
    return { name: relation.relationshipName as string, keyIndex: planner.lastIndex, plan, limit, offset };
  }

  private addField(record: PlannedRecord, written: string, alias: string | undefined): void {
    const column = this.scope.column(written);
    if (alias !== undefined && !written.toLowerCase().startsWith(`${alias.toLowerCase()}.`) && alias !== written) {
      throw placedError(
        'MALFORMED_QUERY',
        this.context.parsed.text,
        alias,
        'only aggregate expressions use field aliasing',
      );
    }
    this.place(record, column, column.field.name, false);
    this.addColumn(column);
  }

  /** `toLabel`, `FORMAT` and `convertCurrency` show the field itself, under its name or the alias. */
  private addFunction(record: PlannedRecord, call: FunctionCall & { alias?: string }): void {
    const name = (call.functionName ?? '').toUpperCase();
    const expression = functionSql(this.scope, call, this.context.parsed.text, this.context.calendar);
    if (!expression.column)
      throw placedError(
        'MALFORMED_QUERY',
        this.context.parsed.text,
        call.functionName ?? '',
        `Field must be grouped or aggregated: ${call.rawValue ?? ''}`,
      );
    this.place(record, expression.column, call.alias ?? expression.column.field.name, name === 'TOLABEL');
    this.columns.push({
      columnName: call.alias ?? expression.column.field.name,
      displayName: call.rawValue ?? '',
      aggregate: false,
      field: expression.column.field,
      joinColumns: [],
    });
  }

  private place(record: PlannedRecord, column: Column, name: string, label: boolean): void {
    let target = record;
    const walked: string[] = [];
    for (const step of column.path) {
      walked.push(step);
      let parent = target.parents.get(step);
      if (!parent) {
        const joined = this.scope.joins.get(walked.join('.')) as Joined;
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
        this.context.parsed.text,
        name,
        `duplicate field selected: ${[...column.path, name].join('.')}`,
      );
    }
    const index = column.field.name === 'Id' ? target.idIndex : this.select(column.sql);
    target.fields.push({ name, index, field: column.field, label });
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
      const limit = this.query.limit ?? Number.POSITIVE_INFINITY;
      if (which !== 'STANDARD' && limit > FIELDS_LIMIT)
        throw malformed(`The SOQL FIELDS function must have a LIMIT of at most ${FIELDS_LIMIT}`);
      return [...this.object.fields.values()]
        .filter(
          (one) =>
            (which === 'ALL' || (which === 'CUSTOM') === one.custom) &&
            isSelectable(one) &&
            this.context.access.readsField(this.object, one),
        )
        .map((one) => ({ type: 'Field', field: one.name }));
    });
  }

  private planAggregate(fields: FieldType[]): QueryPlan {
    const { text } = this.context.parsed;
    const groups = this.groups();
    const record: PlannedRecord = {
      type: 'AggregateResult',
      idIndex: -1,
      fields: [],
      parents: new Map(),
      children: [],
    };
    const aliases = new Map<string, string>();
    let unnamed = 0;
    const [only] = fields;
    const countOnly =
      fields.length === 1 &&
      only?.type === 'FieldFunctionExpression' &&
      only.functionName.toUpperCase() === 'COUNT' &&
      only.parameters.length === 0 &&
      this.query.groupBy === undefined;
    for (const field of fields) {
      if (field.type === 'FieldSubquery' || field.type === 'FieldTypeof')
        throw malformed('Sub selects are not supported in aggregate queries');
      let expression: Expression;
      let name: string;
      if (field.type === 'FieldFunctionExpression') {
        expression = functionSql(this.scope, field, text, this.context.calendar);
        if (!isAggregate(field) && !groups.includes(expression.sql))
          throw placedError(
            'MALFORMED_QUERY',
            text,
            field.functionName,
            `Field must be grouped or aggregated: ${field.rawValue ?? ''}`,
          );
        name =
          field.alias ?? (isAggregate(field) || !expression.column ? `expr${unnamed++}` : expression.column.field.name);
      } else {
        const written =
          field.type === 'Field'
            ? ('objectPrefix' in field ? `${field.objectPrefix}.` : '') + field.field
            : [...field.relationships, field.field].join('.');
        const column = this.scope.column(written);
        if (!groups.includes(column.sql))
          throw placedError(
            'MALFORMED_QUERY',
            text,
            written,
            `Field must be grouped or aggregated: ${column.field.name}`,
          );
        expression = { sql: column.sql, field: column.field };
        name = ('alias' in field ? field.alias : undefined) ?? column.field.name;
      }
      if (record.fields.some((one) => one.name.toLowerCase() === name.toLowerCase()))
        throw placedError('MALFORMED_QUERY', text, name, `duplicate alias: ${name}`);
      aliases.set(name.toLowerCase(), expression.sql);
      record.fields.push({ name, index: this.select(expression.sql), field: expression.field, label: false });
      this.columns.push({
        columnName: name,
        displayName: field.type === 'FieldFunctionExpression' ? (field.rawValue ?? name) : name,
        aggregate: field.type === 'FieldFunctionExpression',
        joinColumns: [],
      });
    }
    const parameters: SqlValue[] = [];
    const where = this.where(parameters);
    const group = groups.length > 0 ? ` GROUP BY ${groups.join(', ')}` : '';
    const having = this.query.having
      ? ` HAVING ${conditionSql({ ...this.conditionParts(parameters), having: true }, this.query.having)}`
      : '';
    const order = countOnly ? '' : this.order(true, aliases, groups);
    const limits = this.paging(parameters);
    const inner =
      countOnly && limits !== ''
        ? `SELECT COUNT(*) FROM (SELECT 1 FROM ${this.scope.from()}${where.sql}${limits})`
        : undefined;
    const sql =
      inner ??
      `SELECT ${this.selected.join(', ')} FROM ${this.scope.from()}${where.sql}${group}${having}${order}${limits}`;
    return {
      entity: this.object.name,
      sql,
      parameters,
      parentParameter: -1,
      aggregate: true,
      countOnly,
      record,
      columns: countOnly ? [] : this.columns,
    };
  }

  private groups(): string[] {
    const clauses =
      this.query.groupBy === undefined
        ? []
        : Array.isArray(this.query.groupBy)
          ? this.query.groupBy
          : [this.query.groupBy];
    return clauses.map((clause) => {
      if ('fn' in clause) {
        const name = (clause.fn.functionName ?? '').toUpperCase();
        if (name === 'ROLLUP' || name === 'CUBE') throw new NotImplementedError(`GROUP BY ${name}`);
        return functionSql(this.scope, clause.fn, this.context.parsed.text, this.context.calendar).sql;
      }
      const column = this.scope.column(clause.field);
      if (!column.field.groupable) {
        throw placedError(
          'MALFORMED_QUERY',
          this.context.parsed.text,
          clause.field,
          `field '${column.field.name}' can not be grouped in a query call`,
        );
      }
      return column.sql;
    });
  }

  private where(parameters: SqlValue[]): { sql: string; parentParameter: number } {
    const conditions: string[] = [];
    let parentParameter = -1;
    if (this.parentField) {
      parentParameter = parameters.length;
      conditions.push(
        `${columnSql(this.object, this.scope.alias, this.parentField)} IN (SELECT value FROM json_each(?))`,
      );
      parameters.push('[]');
    }
    if (this.query.where) conditions.push(`(${conditionSql(this.conditionParts(parameters), this.query.where)})`);
    conditions.push(...this.hiddenRows(parameters));
    return { sql: conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '', parentParameter };
  }

  /** Recycle bin, sharing, scope. */
  private hiddenRows(parameters: SqlValue[]): string[] {
    const { context, object, scope } = this;
    const conditions: string[] = [];
    if (object.fields.has('IsDeleted') && !context.allRows) conditions.push(`${scope.alias}."IsDeleted" = 0`);
    if (context.sharing) {
      const filter = context.data.access.visibleRows(context.options.actor.userId, object);
      if (filter) {
        conditions.push(filter.sql(scope.alias));
        parameters.push(...filter.parameters);
      }
    }
    const using = this.query.usingScope?.toLowerCase();
    if (using === 'mine') {
      if (!object.fields.has('OwnerId')) throw malformed(`Object type ${object.name} does not support scope mine`);
      conditions.push(`${scope.alias}."OwnerId" = ?`);
      parameters.push(context.options.actor.userId);
    } else if (using !== undefined && using !== 'everything') {
      throw new NotImplementedError(`USING SCOPE ${this.query.usingScope ?? ''}`);
    }
    return conditions;
  }

  private conditionParts(parameters: SqlValue[]): Parameters<typeof conditionSql>[0] {
    return {
      scope: this.scope,
      calendar: this.context.calendar,
      parameters,
      text: this.context.parsed.text,
      binds: this.context.options.binds,
      having: false,
      subquery: (query, into) => this.semiJoin(query, into),
    };
  }

  private semiJoin(query: Query, parameters: SqlValue[]): string {
    const { data, parsed, access } = this.context;
    const object = data.schema.find(query.sObject ?? '');
    if (!object || !access.readsObject(object)) throw unsupportedObject(parsed.text, query.sObject ?? '');
    const planner = new Planner(this.context, object, query);
    const [selected] = query.fields ?? [];
    if (
      !selected ||
      (query.fields?.length ?? 0) !== 1 ||
      (selected.type !== 'Field' && selected.type !== 'FieldRelationship')
    ) {
      throw malformed('Semi join sub-selects must select exactly one field');
    }
    const written = selected.type === 'Field' ? selected.field : [...selected.relationships, selected.field].join('.');
    const column = planner.scope.column(written);
    if (column.field.type !== 'id' && column.field.type !== 'reference') {
      throw placedError(
        'MALFORMED_QUERY',
        parsed.text,
        written,
        `Semi join sub-selects can only query id fields, cannot use: '${column.field.name}'`,
      );
    }
    if (query.groupBy || query.having) throw malformed('Semi join sub-selects cannot be grouped');
    const where = planner.where(parameters);
    // An empty reference matches nothing; without this NOT IN would match nothing either.
    const present = `${column.sql} IS NOT NULL`;
    const limits = query.limit !== undefined ? `${planner.order(false)}${planner.paging(parameters)}` : '';
    return `SELECT ${column.sql} FROM ${planner.scope.from()}${where.sql === '' ? ` WHERE ${present}` : `${where.sql} AND ${present}`}${limits}`;
  }

  private order(
    aggregate: boolean,
    aliases: ReadonlyMap<string, string> = new Map(),
    groups: readonly string[] = [],
  ): string {
    const clauses =
      this.query.orderBy === undefined
        ? []
        : Array.isArray(this.query.orderBy)
          ? this.query.orderBy
          : [this.query.orderBy];
    const keys = clauses.map((clause) => this.orderKey(clause, aggregate, aliases, groups));
    // Rows without an order of their own come by id, so that pages never overlap.
    if (!aggregate) keys.push(`${this.scope.alias}."Id"`);
    else if (keys.length === 0) keys.push(...groups);
    return keys.length > 0 ? ` ORDER BY ${keys.join(', ')}` : '';
  }

  private orderKey(
    clause: OrderByClause,
    aggregate: boolean,
    aliases: ReadonlyMap<string, string>,
    groups: readonly string[],
  ): string {
    const { text } = this.context.parsed;
    let sql: string;
    let nillable = true;
    if ('fn' in clause) {
      sql = functionSql(this.scope, clause.fn, text, this.context.calendar).sql;
    } else {
      const alias = aliases.get(clause.field.toLowerCase());
      if (alias !== undefined) sql = alias;
      else {
        const column = this.scope.column(clause.field);
        if (!column.field.sortable)
          throw placedError(
            'INVALID_FIELD',
            text,
            clause.field,
            `field '${column.field.name}' can not be sorted in a query call`,
          );
        if (aggregate && !groups.includes(column.sql))
          throw placedError(
            'MALFORMED_QUERY',
            text,
            clause.field,
            `Ordered field must be grouped or aggregated: ${column.field.name}`,
          );
        sql = column.sql;
        nillable = column.field.nillable || column.path.length > 0;
      }
    }
    const direction = clause.order === 'DESC' ? ' DESC' : '';
    // Empty values come first unless the query says otherwise, whatever the direction (SOQL Reference, "ORDER BY").
    const nulls = nillable ? (clause.nulls === 'LAST' ? ' NULLS LAST' : direction !== '' ? ' NULLS FIRST' : '') : '';
    return `${sql}${direction}${nulls}`;
  }

  pagingNumbers(): { limit: number | undefined; offset: number } {
    const limit = this.number(this.query.limit, 'LIMIT');
    const offset = this.number(this.query.offset, 'OFFSET') ?? 0;
    if (offset > MAXIMUM_OFFSET)
      throw new PlatformError('NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${MAXIMUM_OFFSET}`);
    return { limit, offset };
  }

  private paging(parameters: SqlValue[]): string {
    const { limit, offset } = this.pagingNumbers();
    if (limit === undefined && offset === 0) return '';
    parameters.push(limit ?? -1);
    if (offset === 0) return ' LIMIT ?';
    parameters.push(offset);
    return ' LIMIT ? OFFSET ?';
  }

  private number(stated: number | undefined, clause: string): number | undefined {
    const bind = stated === undefined ? undefined : this.context.parsed.numberBinds.get(stated);
    if (bind === undefined) return stated;
    const [value] = bindValues(bind, { text: this.context.parsed.text, binds: this.context.options.binds });
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
      throw malformed(`Invalid value for ${clause}: ${String(value)}`);
    return value;
  }
}

function isSelectable(field: FieldDescribe): boolean {
  return field.type !== 'address' && field.type !== 'location' && field.type !== 'anyType' && !field.calculated;
}
