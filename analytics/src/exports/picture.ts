/** A drawing as pixels, for formats that hold no vectors every reader shows. */
import { Resvg } from '@resvg/resvg-js';
import { FIGURE_FONT, FONT_FILES } from './fonts.ts';
import { holdable } from './xml-text.ts';

/** PNG of an SVG, so many pixels wide; text in FIGURE_FONT, whatever the machine has installed. */
export function pngOf(svg: string, width: number): Buffer {
  const font = { fontFiles: Object.values(FONT_FILES), loadSystemFonts: false, defaultFontFamily: FIGURE_FONT };
  return new Resvg(holdable(svg), { fitTo: { mode: 'width', value: width }, background: '#ffffff', font })
    .render()
    .asPng();
}
