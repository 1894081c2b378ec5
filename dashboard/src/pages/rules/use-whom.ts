/** For whom a threshold counts, in words, and whom one can be set for: what the directory has on file. */
import type { SCOPES_OF_THRESHOLDS } from '@mingcha/analytics/codes';
import type { CardRow, Units } from '@mingcha/analytics/contract';
import { createGlobalState } from '@vueuse/core';
import { shallowReactive } from 'vue';
import { ApiError, getAll } from '../../api/client.ts';
import { useWords } from '../../composables/use-words.ts';
import type { Whom } from '../../domain/thresholds.ts';

type Scope = (typeof SCOPES_OF_THRESHOLDS)[number];
type Level = Exclude<Scope, 'everywhere' | 'case_kind'>;
type Unit = Units['rows'][number];
const CASE_KINDS = ['instant', 'commitment', 'joint', 'escalated'] as const satisfies CardRow['case_kind'][];
export interface Choice {
  code: string;
  name: string;
  department: string;
}

const useOnFile = createGlobalState(() => {
  const onFile = shallowReactive(new Map<Level, Unit[]>());
  const asked = new Set<Level>();
  return {
    onFile,
    async read(level: Level) {
      if (asked.has(level)) return;
      asked.add(level);
      try {
        onFile.set(level, (await getAll<Unit>('/units', { level })).rows);
      } catch (cause) {
        // Codes are shown meanwhile; whoever needs the list next asks again.
        asked.delete(level);
        if (!(cause instanceof ApiError)) throw cause;
      }
    },
  };
});

export function useWhom() {
  const { t, code: inWords } = useWords();
  const { onFile, read } = useOnFile();
  const isLevel = (scope: Scope): scope is Level => scope !== 'everywhere' && scope !== 'case_kind';
  const nameOf = (level: Level, code: string) => onFile.get(level)?.find((each) => each.code === code)?.name || code;
  /** Departments of the same name lie in different counties. */
  const placed = ({ name, code, county }: Unit, level: Level) =>
    [name || code, level === 'department' && county ? nameOf('county', county) : ''].filter(Boolean).join(' · ');
  return {
    /** Reads what the choices and names of a scope need, once. */
    async need(scope: Scope) {
      if (!isLevel(scope)) return;
      await Promise.all([read(scope), ...(scope === 'county' ? [] : [read('county')])]);
      if (scope === 'item') await read('department');
    },
    whom({ scope, code }: Whom): string {
      if (scope === 'everywhere') return t('rules.everywhere');
      return isLevel(scope) ? nameOf(scope, code) : inWords('case_kind', code);
    },
    choices(scope: Scope): Choice[] {
      if (scope === 'case_kind')
        return CASE_KINDS.map((code) => ({ code, name: inWords('case_kind', code), department: '' }));
      if (!isLevel(scope)) return [];
      return (onFile.get(scope) ?? []).map((unit) => ({
        code: unit.code,
        name: placed(unit, scope),
        department: unit.department,
      }));
    },
  };
}
