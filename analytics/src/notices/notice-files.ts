/** A notice as the files that go into a publication: Word and PDF, as of the same moment. */
import { FORMATS } from '../exports/document.ts';
import { render } from '../exports/render.ts';
import { Failure } from '../failure.ts';
import type { PublicationDocument } from '../publications/documents.ts';
import type { Reader } from '../query/reader.ts';
import { makeNotice, type NoticeAsked } from './make-notice.ts';
import { officialOf } from './official-of.ts';

/**
 * `called` is what their names begin with. Throws TemplateError or Failure, in sentences, as makeNotice does, and a Failure where
 * an edit is about a sentence that is not there, or says other than the person saw: nobody changed the sentence sealed then.
 */
export async function noticeFiles(reader: Reader, asked: NoticeAsked, called = '通报'): Promise<PublicationDocument[]> {
  const { notice, unknown, outdated } = await makeNotice(reader, asked);
  const [lost] = [...unknown, ...outdated];
  if (lost !== undefined) {
    throw new Failure(
      `The numbers no longer say what was there when the sentence “${lost}” was changed. Read the notice again, look at the sentence, and publish then.`,
    );
  }
  const document = officialOf(notice);
  return Promise.all(
    FORMATS.map(async (format) => ({
      name: `${called}-${notice.period.replace('..', '_')}.${format}`,
      bytes: await render(document, format),
    })),
  );
}
