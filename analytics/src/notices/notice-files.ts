/** A notice as the files that go into a publication: Word and PDF, as of the same moment. */
import { FORMATS } from '../exports/document.ts';
import { render } from '../exports/render.ts';
import type { PublicationDocument } from '../publications/documents.ts';
import type { Reader } from '../query/reader.ts';
import { makeNotice, type NoticeAsked } from './make-notice.ts';
import { officialOf } from './official-of.ts';

/** Throws TemplateError or Failure, in sentences, as makeNotice does. */
export async function noticeFiles(reader: Reader, asked: NoticeAsked): Promise<PublicationDocument[]> {
  const { notice } = await makeNotice(reader, asked);
  const document = officialOf(notice);
  return Promise.all(
    FORMATS.map(async (format) => ({
      name: `通报-${notice.period.replace('..', '_')}.${format}`,
      bytes: await render(document, format),
    })),
  );
}
