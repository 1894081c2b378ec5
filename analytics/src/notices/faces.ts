/** The faces GB/T 9704—2012 asks for, as Chinese offices have them installed, and what stands in for each. */
import type { OfficeFont } from '../exports/fonts.ts';

export const FACES = {
  /** 小标宋: mark and title. */
  title: {
    name: '方正小标宋简体',
    instead: ['FZXiaoBiaoSong-B05S', '方正小标宋_GBK', '华文中宋', 'STZhongsong', 'Noto Serif CJK SC'],
  },
  /** 黑体: first level, table heads. */
  first: { name: '黑体', instead: ['SimHei', 'STHeiti', 'Noto Sans CJK SC'] },
  /** 楷体: second level. */
  second: { name: '楷体_GB2312', instead: ['KaiTi_GB2312', '楷体', 'KaiTi', 'STKaiti', 'Noto Serif CJK SC'] },
  /** 仿宋: text. */
  body: { name: '仿宋_GB2312', instead: ['FangSong_GB2312', '仿宋', 'FangSong', 'STFangsong', 'Noto Serif CJK SC'] },
  /** 宋体: page numbers. */
  number: { name: '宋体', instead: ['SimSun', 'STSong', 'Noto Serif CJK SC'] },
} as const satisfies Record<string, OfficeFont>;
