/** A document made into a file, here and now: about a second of a processor. The libraries load when they are needed. */
import type { OfficialDocument } from '../notices/official.ts';
import type { Document, Format } from './document.ts';

export type Printable = Document | OfficialDocument;

export async function print(document: Printable, format: Format): Promise<Buffer> {
  if ('kind' in document) {
    if (format === 'docx') return (await import('../notices/docx.ts')).officialDocx(document);
    return (await import('../notices/pdf.ts')).officialPdf(document);
  }
  if (format === 'docx') return (await import('./docx.ts')).docxOf(document);
  return (await import('./pdf.ts')).pdfOf(document);
}
