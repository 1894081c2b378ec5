/** The parts of a workbook beside its sheets: types, relations, styles, names (ECMA-376, part 1). */
import type { Language } from '../words/speech.ts';
import { MAIN, textXml, XML } from './sheet.ts';

const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

export const CONTENT_TYPES =
  `${XML}<Types xmlns="${PACKAGE}/content-types">` +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  '<Default Extension="xml" ContentType="application/xml"/>' +
  `<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>` +
  `<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>` +
  [1, 2]
    .map((at) => `<Override PartName="/xl/worksheets/sheet${at}.xml" ContentType="${TYPE}.worksheet+xml"/>`)
    .join('') +
  '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>' +
  '</Types>';

export const ROOT_RELATIONS =
  `${XML}<Relationships xmlns="${PACKAGE}/relationships">` +
  `<Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/>` +
  `<Relationship Id="rId2" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
  '</Relationships>';

export const WORKBOOK_RELATIONS =
  `${XML}<Relationships xmlns="${PACKAGE}/relationships">` +
  `<Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>` +
  `<Relationship Id="rId2" Type="${OFFICE}/worksheet" Target="worksheets/sheet2.xml"/>` +
  `<Relationship Id="rId3" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`;

export const coreXml = (title: string, madeAt: string) =>
  `${XML}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" ` +
  'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
  `<dc:title>${textXml(title)}</dc:title><dc:creator>Mingcha 明察</dc:creator>` +
  `<dcterms:created xsi:type="dcterms:W3CDTF">${madeAt}</dcterms:created></cp:coreProperties>`;

/** `last` is the name of the last column, `rows` counts the head, which repeats on every printed page. */
export function workbookXml([first, second]: readonly [string, string], last: string, rows: number): string {
  const at = `'${textXml(first)}'!`;
  return (
    `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>` +
    `<sheet name="${textXml(first)}" sheetId="1" r:id="rId1"/><sheet name="${textXml(second)}" sheetId="2" r:id="rId2"/>` +
    '</sheets><definedNames>' +
    `<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">${at}$A$1:$${last}$${rows}</definedName>` +
    `<definedName name="_xlnm.Print_Titles" localSheetId="0">${at}$1:$1</definedName>` +
    '</definedNames></workbook>'
  );
}

const FONTS: Readonly<Record<Language, string>> = { zh: '等线', en: 'Calibri' };
const INK = 'FF1B1F24';
const QUIET = 'FF5C6670';
const DAY = 164;
const MOMENT = 165;
const RATE = 166;
const NUMBER = 167;

/** Cell formats in the order of STYLE (sheet.ts). */
export function stylesXml(language: Language): string {
  const font = (more = '', colour = INK, size = 11) =>
    `<font>${more}<sz val="${size}"/><color rgb="${colour}"/><name val="${FONTS[language]}"/></font>`;
  const format = (id: number, more = '', align = '') =>
    `<xf numFmtId="${id}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"${more}` +
    `${align === '' ? '/>' : ` applyAlignment="1">${align}</xf>`}`;
  const of = (fontId: number, fillId: number, borderId: number, align: string) =>
    `<xf numFmtId="49" fontId="${fontId}" fillId="${fillId}" borderId="${borderId}" xfId="0" applyNumberFormat="1" applyFont="1" ` +
    `applyFill="1" applyBorder="1" applyAlignment="1">${align}</xf>`;
  return (
    `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="4">` +
    `<numFmt numFmtId="${DAY}" formatCode="yyyy\\-mm\\-dd"/>` +
    `<numFmt numFmtId="${MOMENT}" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>` +
    `<numFmt numFmtId="${RATE}" formatCode="0.0%"/><numFmt numFmtId="${NUMBER}" formatCode="#,##0.0#"/></numFmts>` +
    `<fonts count="4">${font()}${font('<b/>')}${font('', QUIET)}${font('<b/>', INK, 14)}</fonts>` +
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
    '<fill><patternFill patternType="solid"><fgColor rgb="FFEEF0F1"/></patternFill></fill></fills>' +
    '<borders count="2"><border/><border><left/><right/><top/><bottom style="thin"><color rgb="FFB9BEC4"/></bottom></border></borders>' +
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="12">' +
    format(0) +
    of(1, 2, 1, '<alignment vertical="center" wrapText="1"/>') +
    format(49) +
    format(3) +
    format(NUMBER) +
    format(RATE) +
    format(DAY, '', '<alignment horizontal="left"/>') +
    format(MOMENT, '', '<alignment horizontal="left"/>') +
    of(2, 0, 0, '<alignment vertical="top" wrapText="1"/>') +
    of(0, 0, 0, '<alignment vertical="top" wrapText="1"/>') +
    of(3, 0, 0, '<alignment vertical="center"/>') +
    of(1, 2, 1, '<alignment horizontal="right" vertical="center" wrapText="1"/>') +
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
  );
}
