/** The font table of a Word file: which names stand in where a face is not installed. The docx library writes none. */
import { OFFICE_FONTS, type OfficeFont } from './fonts.ts';

const NAMESPACE = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
/** GB 2312, by Windows' number. */
const CHARSET = '86';

const font = ({ name, instead }: OfficeFont) =>
  `<w:font w:name="${name}"><w:altName w:val="${instead.join(',')}"/><w:charset w:val="${CHARSET}"/>` +
  '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>';

export function fontTable(faces: readonly OfficeFont[] = Object.values(OFFICE_FONTS)): string {
  const fonts = faces.map(font).join('');
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="${NAMESPACE}">${fonts}</w:fonts>`;
}
