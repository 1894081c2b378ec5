/** A document made into a file, here and now: about a second of a processor. The libraries load when they are needed. */
import type { Document, Format } from './document.ts';

export async function print(document: Document, format: Format): Promise<Buffer> {
  if (format === 'docx') return (await import('./docx.ts')).docxOf(document);
  return (await import('./pdf.ts')).pdfOf(document);
}
