/** Apex code, jobs, tests, logs (Object Reference and Tooling API reference). */
import type { FieldOverlay, Overlay } from '../overlay.ts';

const classReference: FieldOverlay = {
  referenceTo: ['ApexClass', 'ApexTrigger'],
  relationshipName: 'ApexClassOrTrigger',
};

export const APEX: Overlay = {
  ApexClass: {
    prefix: '01p',
    access: 'cud',
    fields: {
      Name: { required: true, length: 255 },
      Body: { type: 'textarea', length: 1000000 },
      Status: { picklist: ['Inactive', 'Active', 'Deleted'], restricted: true },
      // Winter '20 added the compiled symbols to the Tooling API's view of the object only.
      SymbolTable: { type: 'anyType' },
    },
    children: { SetupEntityAccessItems: 'SetupEntityAccess.SetupEntityId' },
  },
  ApexTrigger: {
    prefix: '01q',
    access: 'cud',
    fields: {
      Name: { required: true, length: 255 },
      Body: { type: 'textarea', length: 1000000 },
      Status: { picklist: ['Inactive', 'Active', 'Deleted'], restricted: true },
      TableEnumOrId: { length: 40 },
    },
  },
  ApexPage: {
    prefix: '066',
    access: 'cud',
    fields: { Name: { required: true, length: 80 }, Markup: { type: 'textarea', length: 1048576 } },
    children: { SetupEntityAccessItems: 'SetupEntityAccess.SetupEntityId' },
  },
  ApexComponent: { prefix: '099', access: 'cud', fields: { Markup: { type: 'textarea', length: 1048576 } } },
  ApexLog: {
    prefix: '07L',
    access: 'd',
    fields: { LogUserId: { referenceTo: ['User'], relationshipName: 'LogUser' } },
  },
  TraceFlag: {
    prefix: '7tf',
    access: 'cud',
    fields: {
      Id: {},
      TracedEntityId: { referenceTo: ['User', 'ApexClass', 'ApexTrigger'], relationshipName: 'TracedEntity' },
      DebugLevelId: { referenceTo: ['DebugLevel'], relationshipName: 'DebugLevel' },
      LogType: { picklist: ['USER_DEBUG', 'DEVELOPER_LOG', 'CLASS_TRACING', 'PROFILING'] },
      StartDate: { type: 'datetime' },
      ExpirationDate: { type: 'datetime' },
      ApexCode: { length: 40 },
      ApexProfiling: { length: 40 },
      Callout: { length: 40 },
      Database: { length: 40 },
      System: { length: 40 },
      Validation: { length: 40 },
      Visualforce: { length: 40 },
      Workflow: { length: 40 },
      CreatedDate: { type: 'datetime' },
      CreatedById: { referenceTo: ['User'], relationshipName: 'CreatedBy' },
    },
  },
  DebugLevel: {
    prefix: '7dl',
    access: 'cud',
    fields: {
      Id: {},
      DeveloperName: { length: 80, required: true, nameField: true },
      MasterLabel: { length: 80 },
      ApexCode: { length: 40 },
      ApexProfiling: { length: 40 },
      Callout: { length: 40 },
      Database: { length: 40 },
      System: { length: 40 },
      Validation: { length: 40 },
      Visualforce: { length: 40 },
      Workflow: { length: 40 },
      Wave: { length: 40 },
      Nba: { length: 40 },
    },
  },
  AsyncApexJob: {
    prefix: '707',
    access: '',
    fields: {
      JobType: {
        picklist: [
          'Future',
          'SharingRecalculation',
          'ScheduledApex',
          'BatchApex',
          'BatchApexWorker',
          'TestRequest',
          'TestWorker',
          'ApexToken',
          'Queueable',
        ],
        restricted: true,
      },
      Status: {
        picklist: ['Queued', 'Processing', 'Aborted', 'Completed', 'Failed', 'Preparing', 'Holding'],
        restricted: true,
      },
      ApexClassId: { referenceTo: ['ApexClass'], relationshipName: 'ApexClass' },
      ExtendedStatus: { length: 1000 },
    },
  },
  CronTrigger: {
    prefix: '08e',
    access: '',
    fields: { CronJobDetailId: { referenceTo: ['CronJobDetail'] }, OwnerId: { referenceTo: ['User'] } },
  },
  CronJobDetail: { prefix: '08a', access: '', fields: { Name: { length: 255 } } },
  ApexTestRunResult: { prefix: '05m', access: '' },
  ApexTestQueueItem: { prefix: '709', access: 'cu' },
  ApexTestResult: {
    prefix: '07M',
    access: '',
    fields: {
      Outcome: { picklist: ['Pass', 'Fail', 'CompileFail', 'Skip'], restricted: true },
      Message: { type: 'textarea', length: 4000 },
      StackTrace: { type: 'textarea', length: 4000 },
      ApexClassId: { referenceTo: ['ApexClass'] },
    },
  },
  ApexCodeCoverage: {
    prefix: '714',
    access: '',
    fields: {
      Id: {},
      ApexTestClassId: { referenceTo: ['ApexClass'], relationshipName: 'ApexTestClass' },
      TestMethodName: { length: 255 },
      ApexClassOrTriggerId: classReference,
      NumLinesCovered: { type: 'int' },
      NumLinesUncovered: { type: 'int' },
      Coverage: { type: 'textarea', length: 100000 },
    },
  },
  ApexCodeCoverageAggregate: {
    prefix: '715',
    access: '',
    fields: {
      Id: {},
      ApexClassOrTriggerId: classReference,
      NumLinesCovered: { type: 'int' },
      NumLinesUncovered: { type: 'int' },
      Coverage: { type: 'textarea', length: 100000 },
    },
  },
  ApexOrgWideCoverage: { prefix: '716', access: '', fields: { Id: {}, PercentCovered: { type: 'int' } } },
  // Tooling API view of the jobs on Setup › Deployment Status. Fields as public clients query them.
  DeployRequest: {
    prefix: '0Af',
    access: '',
    fields: {
      Id: {},
      Status: {
        picklist: ['Pending', 'InProgress', 'Succeeded', 'SucceededPartial', 'Failed', 'Canceling', 'Canceled'],
        restricted: true,
      },
      CheckOnly: { type: 'boolean' },
      CreatedById: { referenceTo: ['User'], relationshipName: 'CreatedBy' },
      CreatedDate: { type: 'datetime' },
      StartDate: { type: 'datetime' },
      CompletedDate: { type: 'datetime' },
      ErrorMessage: { type: 'textarea', length: 4000 },
    },
  },
};
