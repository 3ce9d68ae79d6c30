/** Metadata API by SOAP: deploy, retrieve, list, describe (reference/wire.md §3.2, §4). */
import { PlatformError } from '../../data/types.ts';
import type { Session } from '../../identity/contract.ts';
import { apexIds } from '../deploy/apex-ids.ts';
import type { DeployJobs } from '../deploy/jobs.ts';
import { deployOptions } from '../deploy/options.ts';
import { deployResult } from '../deploy/result.ts';
import { requireMetadataAccess } from '../deploy/permission.ts';
import type { RetrieveJobs } from '../deploy/retrieve-jobs.ts';
import type { SoapCall, SoapReply, SoapService } from './envelope.ts';
import type { XmlElement, XmlValue } from './xml.ts';
import { child, childFlag, childText, children } from './xml.ts';

/** 39 MB of zip are 52 MB of base64 (Metadata API limits; reference/wire.md §1). */
const BODY_LIMIT = 60 * 1024 * 1024;
/** "Metadata Limits": a listMetadata call takes three queries. */
const MOST_LIST_QUERIES = 3;
const NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';

export function metadataService(deploys: DeployJobs, retrieves: RetrieveJobs): SoapService {
  return {
    path: '/services/Soap/m',
    namespace: NAMESPACE,
    faultNamespace: NAMESPACE,
    bodyLimit: BODY_LIMIT,
    operations: {
      deploy: (call) => deploy(call, deploys),
      checkDeployStatus: (call) => checkDeployStatus(call, deploys),
      cancelDeploy: (call) => cancelDeploy(call, deploys),
      deployRecentValidation: (call) => deployRecentValidation(call, deploys),
      retrieve: (call) => retrieve(call, retrieves),
      checkRetrieveStatus: (call) => checkRetrieveStatus(call, retrieves),
      listMetadata,
      describeMetadata,
    },
  };
}

function deploy(call: SoapCall, jobs: DeployJobs): SoapReply {
  const session = metadataSession(call);
  const { operation } = call;
  // Clients capitalize these two; the WSDL's own form is accepted too.
  const zip = childText(operation, 'ZipFile') ?? childText(operation, 'zipFile');
  if (!zip) throw new PlatformError('INVALID_FIELD', 'deploy needs ZipFile: the package as a base64 zip.');
  const options = child(operation, 'DeployOptions') ?? child(operation, 'deployOptions');
  const job = jobs.start(
    session,
    Buffer.from(zip, 'base64'),
    deployOptions({
      flag: (name) => childFlag(options, name),
      text: (name) => childText(options, name),
      list: (name) => children(options, name).map((one) => one.text.trim()),
    }),
  );
  return { body: { result: { done: false, id: job.id, state: 'Queued' } }, afterSent: () => jobs.run(job.id) };
}

function checkDeployStatus(call: SoapCall, jobs: DeployJobs): SoapReply {
  metadataSession(call);
  const job = jobs.get(required(call.operation, 'asyncProcessId'));
  // jsforce sends <includeDetails><details>true</details></includeDetails>.
  const flag = child(call.operation, 'includeDetails');
  const includeDetails = flag?.text.trim() === 'true' || childFlag(flag, 'details');
  return { body: { result: withoutNulls(deployResult(job, includeDetails, apexIds(call.context.org.data))) } };
}

function cancelDeploy(call: SoapCall, jobs: DeployJobs): SoapReply {
  const id = childText(call.operation, 'String') ?? required(call.operation, 'id');
  return { body: { result: { done: true, id: jobs.cancel(id, metadataSession(call)).id } } };
}

function deployRecentValidation(call: SoapCall, jobs: DeployJobs): SoapReply {
  const job = jobs.startValidated(required(call.operation, 'validationId'), metadataSession(call));
  return { body: { result: job.id }, afterSent: () => jobs.run(job.id) };
}

function retrieve(call: SoapCall, jobs: RetrieveJobs): SoapReply {
  const session = metadataSession(call);
  const request = child(call.operation, 'request') ?? child(call.operation, 'retrieveRequest');
  if (child(request, 'packageNames'))
    throw new PlatformError(
      'NOT_IMPLEMENTED',
      'Retrieving packages by name is not implemented in the embedded org; name the types in unpackaged.',
      { httpStatus: 501 },
    );
  const job = jobs.start(session, {
    apiVersion: childText(request, 'apiVersion') ?? call.version,
    singlePackage: childFlag(request, 'singlePackage'),
    types: children(child(request, 'unpackaged'), 'types').map((type) => ({
      name: required(type, 'name'),
      members: children(type, 'members').map((member) => member.text.trim()),
    })),
  });
  return { body: { result: { done: false, id: job.id, state: 'Queued' } } };
}

function checkRetrieveStatus(call: SoapCall, jobs: RetrieveJobs): SoapReply {
  const job = jobs.get(required(call.operation, 'asyncProcessId'), metadataSession(call));
  const includeZip = childText(call.operation, 'includeZip') !== 'false';
  return {
    body: {
      result: {
        done: true,
        ...(job.errorMessage
          ? { errorMessage: job.errorMessage, errorStatusCode: job.errorStatusCode ?? 'UNKNOWN_EXCEPTION' }
          : {}),
        fileProperties: (job.result?.fileProperties ?? []).map((file) => ({ ...file })),
        id: job.id,
        messages: (job.result?.messages ?? []).map((message) => ({ ...message })),
        status: job.status,
        success: job.status === 'Succeeded',
        ...(includeZip && job.result ? { zipFile: Buffer.from(job.result.zip).toString('base64') } : {}),
      },
    },
  };
}

function listMetadata(call: SoapCall): SoapReply {
  metadataSession(call);
  const queries = children(call.operation, 'queries');
  if (queries.length > MOST_LIST_QUERIES) {
    throw new PlatformError('LIMIT_EXCEEDED', `A listMetadata call may have ${MOST_LIST_QUERIES} queries.`);
  }
  const files = call.context.org.metadata.list(
    queries.map((query) => {
      const folder = childText(query, 'folder');
      return { type: required(query, 'type'), ...(folder ? { folder } : {}) };
    }),
  );
  return { body: { result: files.map((file) => ({ ...file })) } };
}

function describeMetadata(call: SoapCall): SoapReply {
  metadataSession(call);
  const described = call.context.org.metadata.describe();
  return {
    body: {
      result: {
        metadataObjects: described.metadataObjects.map(
          ({ childXmlNames, directoryName, inFolder, metaFile, suffix, xmlName }) => ({
            childXmlNames,
            directoryName,
            inFolder,
            metaFile,
            suffix,
            xmlName,
          }),
        ),
        organizationNamespace: described.organizationNamespace,
        partialSaveAllowed: described.partialSaveAllowed,
        testRequired: described.testRequired,
      },
    },
  };
}

/** The caller, who must be allowed to use this API at all. */
function metadataSession(call: SoapCall): Session {
  const session = call.session();
  requireMetadataAccess(call.context.org.data, session);
  return session;
}

function required(parent: XmlElement, name: string): string {
  const value = childText(parent, name);
  if (!value) throw new PlatformError('INVALID_FIELD', `${parent.name} needs the element ${name}.`);
  return value;
}

/** The client casts missing elements to its defaults; `xsi:nil` would not be cast everywhere. */
function withoutNulls(value: XmlValue): XmlValue {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null)
      .map(([name, item]) => [name, withoutNulls(item)]),
  );
}
