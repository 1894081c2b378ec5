/** The sentences' templates in both languages. */
import type { Language } from '../words/speech.ts';
import en from './story-en.ts';
import zh from './story-zh.ts';

export type Template = Exclude<keyof typeof zh, 'role' | 'threshold'>;
export type DayTemplate = keyof typeof zh.role;
export const TEMPLATES: Readonly<Record<Language, typeof zh>> = { zh, en };
