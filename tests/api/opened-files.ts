/** Word and PDF files opened again, without any of the libraries that wrote them. */
import { inflateRawSync, inflateSync } from 'node:zlib';

/** The files in a zip, as text, by name; read from its central directory. */
export function filesOfZip(bytes: Buffer): Map<string, string> {
  const files = new Map<string, string>();
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const lengths = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset)) as [number, number, number];
    const start = bytes.readUInt32LE(at + 42);
    const name = bytes.toString('utf8', at + 46, at + 46 + lengths[0]);
    const data = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
    const packed = bytes.subarray(data, data + size);
    files.set(name, (method === 8 ? inflateRawSync(packed) : packed).toString('utf8'));
    at += 46 + lengths[0] + lengths[1] + lengths[2];
  }
  return files;
}

/** The words of a Word file's XML, paragraphs on lines of their own. */
export function wordsOf(xml: string): string {
  const paragraphs = xml
    .split('</w:p>')
    .map((each) => [...each.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map((m) => m[1]).join(''));
  return paragraphs.join('\n');
}

export interface OpenedPdf {
  pages: number;
  /** Names of the fonts that are embedded. */
  fonts: string[];
  images: number;
  /** What the pages say, in the order it is written. */
  text: string;
}

/** Reads the PDF that pdfkit writes: objects in the open, streams deflated, text as glyphs with a map back to Unicode. */
export function openPdf(bytes: Buffer): OpenedPdf {
  const raw = bytes.toString('latin1');
  const objects = new Map<string, string>();
  for (const [, number, body] of raw.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) objects.set(number!, body!);
  const streamOf = (number: string): string => {
    const body = objects.get(number)!;
    const from = body.indexOf('stream\n') + 'stream\n'.length;
    const packed = Buffer.from(body.slice(from, body.lastIndexOf('\nendstream')), 'latin1');
    return (body.includes('/FlateDecode') ? inflateSync(packed) : packed).toString('latin1');
  };
  const all = [...objects.values()];
  const glyphs = new Map<string, Map<string, string>>();
  for (const body of all) {
    for (const [, name, number] of body.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(number!) ?? '')?.[1];
      if (map !== undefined) glyphs.set(name!, unicodeOf(streamOf(map)));
    }
  }
  const text: string[] = [];
  const pages = all.filter((body) => /\/Type \/Page\b(?!s)/.test(body));
  for (const page of pages) {
    let font = '';
    const content = streamOf(/\/Contents (\d+) 0 R/.exec(page)![1]!);
    for (const [, name, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
      if (name !== undefined) font = name;
      else {
        const codes = [...shown!.matchAll(/<([0-9a-f]*)>/gi)].flatMap(([, hex]) => hex!.match(/.{4}/g) ?? []);
        text.push(codes.map((code) => glyphs.get(font)?.get(code.toLowerCase()) ?? '?').join(''));
      }
    }
  }
  return {
    pages: pages.length,
    fonts: [
      ...new Set(
        all.flatMap((body) => (/\/FontFile2/.test(body) ? (/\/FontName \/\w+\+([\w-]+)/.exec(body)?.[1] ?? []) : [])),
      ),
    ],
    images: all.filter((body) => body.includes('/Subtype /Image')).length,
    text: text.join('\n'),
  };
}

function unicodeOf(map: string): Map<string, string> {
  const found = new Map<string, string>();
  const character = (hex: string) => Buffer.from(hex, 'hex').swap16().toString('utf16le');
  for (const [, from, , list] of map.matchAll(/<([0-9a-f]{4})> <([0-9a-f]{4})> \[([^\]]*)\]/gi)) {
    const first = Number.parseInt(from!, 16);
    [...list!.matchAll(/<([0-9a-f ]*)>/gi)].forEach(([, hex], at) => {
      found.set((first + at).toString(16).padStart(4, '0'), character(hex!.replaceAll(' ', '')));
    });
  }
  return found;
}
