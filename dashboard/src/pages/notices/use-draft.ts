/**
 * The draft of a notice: written by the server from the numbers, changed here sentence by sentence. What people wrote stays on
 * this device until they take it back, and is told apart from what the numbers say.
 */
import type { Notice, NoticeBlock, NoticeEdit, NoticeSentence } from '@mingcha/analytics/contract';
import { useStorage } from '@vueuse/core';
import { computed, type Ref } from 'vue';
import { get, postForFile } from '../../api/client.ts';
import { useResource } from '../../composables/use-resource.ts';

type Kept = Record<string, { text: string; written: string }>;

/** A sentence as it is read here. */
export interface DraftSentence {
  id: string;
  text: string;
  written: string;
  edited: boolean;
  isOutdated: boolean;
}

const inBlock = (block: NoticeBlock): NoticeSentence[] => {
  if (block.kind === 'paragraph') return block.sentences;
  if (block.kind === 'subheading') return [block.sentence];
  return [block.kind === 'table' ? block.title : block.answer];
};
/** Every sentence of a notice, in order. */
export const sentencesOf = (notice: Notice): NoticeSentence[] => [
  notice.mark,
  notice.number,
  ...notice.title,
  ...(notice.addressee ? [notice.addressee] : []),
  ...notice.sections.flatMap(({ heading, blocks }) => [heading, ...blocks.flatMap(inBlock)]),
  notice.signature,
  notice.date,
  ...(notice.note ? [notice.note] : []),
];

export function useDraft(period: Readonly<Ref<string>>, template: Readonly<Ref<string>>) {
  const all = useStorage<Record<string, Kept>>('mingcha.notice_edits', {});
  const key = computed(() => `${period.value} ${template.value}`);
  const draft = useResource(
    () => (period.value ? key.value : null),
    (signal) => get<Notice>(`/notices/${period.value}`, { template: template.value }, signal),
    { keepWhileLoading: false },
  );
  const kept = computed<Kept>(() => all.value[key.value] ?? {});
  const set = (next: Kept) => {
    const { [key.value]: _, ...others } = all.value;
    all.value = Object.keys(next).length === 0 ? others : { ...others, [key.value]: next };
  };

  function sentence({ id, written }: NoticeSentence): DraftSentence {
    const edit = kept.value[id];
    const edited = edit !== undefined && edit.text !== written;
    return {
      id,
      text: edited ? edit.text : written,
      written,
      edited,
      isOutdated: edited && edit.written !== written,
    };
  }
  function change({ id, written }: Pick<DraftSentence, 'id' | 'written'>, text: string) {
    const { [id]: _, ...others } = kept.value;
    set(text.trim() === written ? others : { ...others, [id]: { text: text.trim(), written } });
  }

  const sentences = computed(() => (draft.data.value ? sentencesOf(draft.data.value).map(sentence) : []));
  /** Of the sentences there are: what people wrote about one the numbers no longer have is not sent. */
  const edits = computed<NoticeEdit[]>(() =>
    sentences.value
      .filter(({ edited }) => edited)
      .map(({ id, text }) => ({ id, text, written: kept.value[id]!.written })),
  );

  /** The document as it stands here, from the same numbers. */
  const file = (format: 'docx' | 'pdf', of: Notice) =>
    postForFile(
      `/notices/${period.value}?${new URLSearchParams({
        format,
        as_of: of.as_of,
        ...(template.value && { template: template.value }),
      })}`,
      { edits: edits.value },
    );

  return { draft, sentence, change, edits, sentences, takeBack: () => set({}), file };
}
