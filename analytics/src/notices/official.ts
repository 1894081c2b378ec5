/**
 * An official document 公文 as data, before it is Word or PDF: its parts by the names GB/T 9704—2012 gives them. Plain values
 * only, so that it can be handed to another thread and compared in tests. Lengths are millimetres.
 */
import type { Column, Figure } from '../exports/document.ts';

export type OfficialBlock =
  /** First level, numbered 一、 */
  | { kind: 'heading'; text: string }
  /** Second level, numbered （一） */
  | { kind: 'subheading'; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'table'; title: string; columns: readonly Column[]; rows: readonly (readonly string[])[] }
  /** The question it answers is its title, the answer stands under it. */
  | { kind: 'chart'; title: string; answer: string; figure: Figure };

export interface OfficialDocument {
  kind: 'official';
  /** 发文机关标志, in red. */
  mark: string;
  /** 发文字号, with 〔 〕 around the year. */
  number: string;
  /** 标题, its lines as they break. */
  title: readonly string[];
  /** 主送机关, with its colon; empty where there is none. */
  addressee: string;
  blocks: readonly OfficialBlock[];
  /** 发文机关署名. */
  signature: string;
  /** 成文日期. */
  date: string;
  /** 附注: how it was counted, in brackets under the date. */
  note: string;
  /** ISO moment; the same document made again is the same bytes' worth of facts. */
  made_at: string;
}
