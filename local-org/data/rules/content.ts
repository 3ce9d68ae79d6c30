/** Files: a version makes its document, and the links to where it is shown (Object Reference, "ContentVersion", "ContentDocumentLink"). */
import { createHash } from 'node:crypto';
import { rowError } from '../dml/errors.ts';
import type { RecordValues } from '../types.ts';
import type { ObjectRule, RuleContext } from './rule.ts';

/** File types by extension, as `FileType` names them; others are UNKNOWN. */
const TYPES: Record<string, string> = {
  txt: 'TEXT',
  csv: 'CSV',
  pdf: 'PDF',
  png: 'PNG',
  jpg: 'JPG',
  jpeg: 'JPEG',
  gif: 'GIF',
  doc: 'WORD',
  docx: 'WORD_X',
  xls: 'EXCEL',
  xlsx: 'EXCEL_X',
  ppt: 'POWER_POINT',
  pptx: 'POWER_POINT_X',
  html: 'HTML',
  xml: 'XML',
  zip: 'ZIP',
  json: 'JSON',
  avi: 'AVI',
  bmp: 'BMP',
  css: 'CSS',
  htm: 'HTML',
  js: 'JS',
  m4a: 'M4A',
  mov: 'MOV',
  mp3: 'MP3',
  mp4: 'MP4',
  rtf: 'RTF',
  svg: 'SVG',
  tif: 'TIFF',
  tiff: 'TIFF',
  wav: 'WAV',
  wmv: 'WMV',
};

function bytes(value: RecordValues[string] | undefined): Buffer {
  return Buffer.from(typeof value === 'string' ? value : '', 'base64');
}

export const contentVersionRule: ObjectRule = {
  complete({ actor }, row) {
    const name = typeof row.PathOnClient === 'string' ? row.PathOnClient : '';
    row.Title ??= name.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '') || null;
    const extension = /\.([^.\\/]+)$/.exec(name)?.[1]?.toLowerCase();
    row.FileExtension = extension ?? null;
    row.FileType = (extension === undefined ? undefined : TYPES[extension]) ?? 'UNKNOWN';
    const body = bytes(row.VersionData);
    row.ContentSize = body.length;
    row.Checksum = createHash('md5').update(body).digest('hex');
    row.OwnerId ??= actor.userId;
  },
  validate(_context, row, old) {
    if (old) return [];
    if ((row.PathOnClient ?? null) === null)
      return [rowError('REQUIRED_FIELD_MISSING', 'Required fields are missing: [PathOnClient]', ['PathOnClient'])];
    return [];
  },
  afterSave(context, row, old) {
    const { store } = context;
    if (old) {
      store.update('ContentDocument', row.ContentDocumentId as string, { Title: row.Title ?? null });
      return;
    }
    const id = row.Id as string;
    const given = row.ContentDocumentId as string | null | undefined;
    const versions = given ? store.ids('ContentVersion', { ContentDocumentId: given }).filter((one) => one !== id) : [];
    for (const version of versions) store.update('ContentVersion', version, { IsLatest: false });
    const shown = {
      Title: row.Title ?? null,
      FileType: row.FileType ?? null,
      FileExtension: row.FileExtension ?? null,
      ContentSize: row.ContentSize ?? null,
      LatestPublishedVersionId: id,
    };
    const documentId = given ?? store.insert('ContentDocument', { ...shown, OwnerId: row.OwnerId ?? null });
    if (given) store.update('ContentDocument', given, shown);
    else shareNew(context, documentId, row);
    const own = { ContentDocumentId: documentId, VersionNumber: String(versions.length + 1), IsLatest: true };
    store.update('ContentVersion', id, own);
    Object.assign(row, own);
  },
};

/** A new document is its owner's, and belongs where it was published first. */
function shareNew({ store }: RuleContext, documentId: string, row: RecordValues): void {
  const link = (linked: string, type: string): void => {
    store.insert('ContentDocumentLink', {
      ContentDocumentId: documentId,
      LinkedEntityId: linked,
      ShareType: type,
      Visibility: 'AllUsers',
    });
  };
  if (typeof row.OwnerId === 'string') link(row.OwnerId, 'I');
  if (typeof row.FirstPublishLocationId === 'string' && row.FirstPublishLocationId !== row.OwnerId)
    link(row.FirstPublishLocationId, 'V');
}

export const contentDocumentLinkRule: ObjectRule = {
  complete(_context, row) {
    row.ShareType ??= 'V';
    row.Visibility ??= 'AllUsers';
  },
  validate({ store }, row, old) {
    if (old) return [];
    const same = store.ids('ContentDocumentLink', {
      ContentDocumentId: row.ContentDocumentId ?? null,
      LinkedEntityId: row.LinkedEntityId ?? null,
    });
    const [other] = same;
    return other === undefined
      ? []
      : [
          rowError(
            'DUPLICATE_VALUE',
            'duplicate value found: LinkedEntityId duplicates value on record with id: ' + other.slice(0, 15),
          ),
        ];
  },
};

export const attachmentRule: ObjectRule = {
  complete(_context, row) {
    row.BodyLength = bytes(row.Body).length;
  },
};
