/**
 * The styles of a notice as Word keeps them, so that whoever goes on writing in it finds 标题, 一级, 正文 … by name. Written
 * out here: the docx library names no default style, from which Word and others take the pitch of the character grid.
 */
import { LATIN_FONT, type OfficeFont } from '../exports/fonts.ts';
import { FACES } from './faces.ts';
import { CHARACTER_PITCH, LINE_PITCH, RED, TYPE } from './page.ts';

const NAMESPACE = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

export const STYLES = {
  mark: 'Mark',
  number: 'DocumentNumber',
  title: 'Title',
  addressee: 'Addressee',
  heading: 'Heading1',
  subheading: 'Heading2',
  text: 'Normal',
  caption: 'Caption',
  cell: 'TableText',
  cell_head: 'TableHead',
  page_number: 'PageNumberLine',
} as const;

/** Twentieths of a point, of so many characters; half a point less, since LibreOffice rounds up to whole cells. */
export const characters = (n: number) => Math.floor(n * CHARACTER_PITCH * 20) - 10;
/** Word's unit of type. */
export const half = (size: number) => Math.round(size * 2);

interface Letters {
  colour?: string;
  isOffGrid?: boolean;
  /** Added to each, in twentieths of a point. */
  spacing?: number;
  /** Face of digits and Latin letters. */
  latin?: string;
}
/** Children of rPr in the order of the schema. */
const run = (
  { name }: OfficeFont,
  size: number,
  { colour, isOffGrid, spacing: added, latin = LATIN_FONT }: Letters = {},
) =>
  `<w:rPr><w:rFonts w:ascii="${latin}" w:hAnsi="${latin}" w:eastAsia="${name}" w:cs="${latin}"/>${isOffGrid ? OFF_GRID : ''}` +
  `${colour ? `<w:color w:val="${colour}"/>` : ''}${added === undefined ? '' : `<w:spacing w:val="${added}"/>`}` +
  `<w:sz w:val="${half(size)}"/><w:szCs w:val="${half(size)}"/></w:rPr>`;
const spacing = (line: number, around = 0, rule = 'exact') =>
  `<w:spacing w:before="${around}" w:after="${around}" w:line="${line}" w:lineRule="${rule}"/>`;

interface Style {
  id: string;
  name: string;
  /** Children of pPr in the order of the schema. */
  paragraph?: string;
  run?: string;
  /** The style after it; the text unless told. */
  next?: string;
}

const style = ({ id, name, paragraph = '', run: letters = '', next = STYLES.text }: Style) =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="${STYLES.text}"/>` +
  `<w:next w:val="${next}"/><w:qFormat/>${paragraph && `<w:pPr>${paragraph}</w:pPr>`}${letters}</w:style>`;

const INDENTED = `<w:ind w:firstLineChars="200" w:firstLine="${characters(2)}"/>`;
const FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>';
const OFF_GRID = '<w:snapToGrid w:val="0"/>';
/** Of what stands apart from the text: letters as wide as they are. */
const ALONE = { isOffGrid: true, spacing: 0 } as const;
/**
 * 3号 is 16 pt, and 28 characters in 156 mm leave 15.79 pt to each. On a grid of characters Word takes what is missing out of the
 * space between them, while LibreOffice gives a character wider than its cell two cells, and digits a cell each. So the page
 * states the grid, and the text keeps to it by its own spacing and line height, which all of them set alike: 28, and 22 lines. A
 * twentieth of a point is to spare, or what is rounded on the way makes it 27.
 */
const ON_PITCH = { isOffGrid: true, spacing: Math.floor((CHARACTER_PITCH - TYPE.body) * 20) - 1 } as const;
const CENTRED = `${FLUSH}<w:jc w:val="center"/>`;

export function stylesXml(): string {
  // Signs and digits are set as wide as they are: space added between them and Chinese would push lines off the grid.
  // A page is filled to its last line, whatever paragraph ends there.
  const text = `<w:widowControl w:val="0"/><w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>${OFF_GRID}${spacing(LINE_PITCH)}${INDENTED}<w:jc w:val="both"/>`;
  const styles = [
    style({
      id: STYLES.mark,
      name: '发文机关标志',
      paragraph: CENTRED,
      run: run(FACES.title, 48, { colour: RED.slice(1), ...ALONE }),
    }),
    style({ id: STYLES.number, name: '发文字号', paragraph: CENTRED }),
    style({
      id: STYLES.title,
      name: 'Title',
      paragraph: CENTRED,
      run: run(FACES.title, TYPE.title, ALONE),
    }),
    style({ id: STYLES.addressee, name: '主送机关', paragraph: FLUSH }),
    style({
      id: STYLES.heading,
      name: 'heading 1',
      paragraph: '<w:keepNext/><w:outlineLvl w:val="0"/>',
      run: run(FACES.first, TYPE.body),
    }),
    style({
      id: STYLES.subheading,
      name: 'heading 2',
      paragraph: '<w:keepNext/><w:outlineLvl w:val="1"/>',
      run: run(FACES.second, TYPE.body),
    }),
    style({
      id: STYLES.caption,
      name: 'caption',
      paragraph: `<w:keepNext/>${CENTRED}`,
      run: run(FACES.first, TYPE.caption, ALONE),
    }),
    style({
      id: STYLES.cell,
      name: '表格',
      paragraph: `${spacing(240, 30, 'auto')}${FLUSH}<w:jc w:val="left"/>`,
      run: run(FACES.body, TYPE.table, ALONE),
      next: STYLES.cell,
    }),
    style({
      id: STYLES.cell_head,
      name: '表头',
      paragraph: `${spacing(240, 30, 'auto')}${CENTRED}`,
      run: run(FACES.first, TYPE.table, ALONE),
      next: STYLES.cell,
    }),
    style({
      id: STYLES.page_number,
      name: '页码',
      paragraph: `${spacing(TYPE.page_number * 20)}${FLUSH}`,
      run: run(FACES.number, TYPE.page_number, { ...ALONE, latin: FACES.number.name }),
      next: STYLES.page_number,
    }),
  ];
  return (
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:styles xmlns:w="${NAMESPACE}">` +
    `<w:docDefaults><w:rPrDefault>${run(FACES.body, TYPE.body).replace('</w:rPr>', '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>')}` +
    '</w:rPrDefault><w:pPrDefault/></w:docDefaults>' +
    `<w:style w:type="paragraph" w:default="1" w:styleId="${STYLES.text}"><w:name w:val="Normal"/><w:qFormat/>` +
    `<w:pPr>${text}</w:pPr>${run(FACES.body, TYPE.body, ON_PITCH)}</w:style>` +
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>' +
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>' +
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>' +
    `${styles.join('')}</w:styles>`
  );
}

/** Printed on both sides and bound at the left: the binding side of an even page is its right one. */
export const settingsXml = (): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:settings xmlns:w="${NAMESPACE}">` +
  '<w:mirrorMargins/><w:evenAndOddHeaders/>' +
  '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>' +
  '</w:settings>';
