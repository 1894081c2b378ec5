/**
 * The faces of documents. Word files name those of Chinese offices and say what stands in where one is not installed; PDF
 * files and pictures carry Noto Serif SC (OFL-1.1) with them, so that they look alike on every machine.
 */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const file = (name: string) => require.resolve(`@expo-google-fonts/noto-serif-sc/${name}.ttf`);

/** The family pictures name in their text, and PDF files embed. */
export const FIGURE_FONT = 'Noto Serif SC';
export const FONT_FILES = {
  normal: file('400Regular/NotoSerifSC_400Regular'),
  bold: file('700Bold/NotoSerifSC_700Bold'),
} as const;

export interface OfficeFont {
  name: string;
  /** Names the same face, or the next best, goes by. */
  instead: readonly string[];
}
/** As GB/T 9704 wants them: text 仿宋, headings 黑体, titles 小标宋. */
export const OFFICE_FONTS = {
  title: {
    name: '方正小标宋简体',
    instead: ['FZXiaoBiaoSong-B05S', '方正小标宋_GBK', '华文中宋', 'STZhongsong', 'SimSun'],
  },
  heading: { name: 'SimHei', instead: ['黑体', 'STHeiti', 'Noto Sans CJK SC'] },
  body: { name: 'FangSong', instead: ['仿宋', '仿宋_GB2312', 'STFangsong', 'Noto Serif CJK SC'] },
} as const satisfies Record<string, OfficeFont>;
/** Latin letters and digits. */
export const LATIN_FONT = 'Times New Roman';
