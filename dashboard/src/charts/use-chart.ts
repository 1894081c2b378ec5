/**
 * Owns an ECharts instance: loads the library, follows size, theme, language and reduced motion, passes clicks and
 * hovers on, and disposes of it with its component. Options are made from our tokens, so both themes stay designed.
 */
import { useMediaQuery, useResizeObserver } from '@vueuse/core';
import type { ECharts, EChartsCoreOption } from 'echarts/core';
import { onScopeDispose, type Ref, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useTheme } from '../composables/use-theme.ts';

const TOKENS = [
  'paper',
  'paper-raised',
  'paper-sunk',
  'ink',
  'ink-2',
  'ink-3',
  'line',
  'line-strong',
  'accent',
  'series-1',
  'series-2',
  'series-3',
  'heat-0',
  'heat-1',
  'heat-2',
  'heat-3',
  'heat-4',
  'heat-5',
] as const;
export type Tokens = Record<(typeof TOKENS)[number], string> & { font: string; size: number };

export function readTokens(): Tokens {
  const style = getComputedStyle(document.documentElement);
  const tokens = Object.fromEntries(TOKENS.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  return {
    ...tokens,
    font: getComputedStyle(document.body).fontFamily,
    size: Number.parseFloat(style.fontSize) * 0.75,
  } as Tokens;
}

export interface ChartPoint {
  seriesName?: string;
  seriesId?: string;
  name?: string;
  value?: unknown;
  data?: unknown;
}

export interface ChartUse {
  element: Ref<HTMLElement | null>;
  /** Null while there is nothing to draw. */
  option: (tokens: Tokens) => EChartsCoreOption | null;
  /** What the chart says, for those who do not see it. */
  description: () => string;
  onClick?: (point: ChartPoint) => void;
  onHover?: (point: ChartPoint | null) => void;
}

const hasSize = (node: HTMLElement) => node.clientWidth > 0 && node.clientHeight > 0;

export function useChart({ element, option, description, onClick, onHover }: ChartUse): void {
  const { revision } = useTheme();
  const { locale } = useI18n();
  const still = useMediaQuery('(prefers-reduced-motion: reduce)');
  let chart: ECharts | null = null;
  let disposed = false;

  function draw() {
    const tokens = readTokens();
    const made = option(tokens);
    if (!chart || !made) return;
    chart.setOption(
      {
        textStyle: { fontFamily: tokens.font, fontSize: tokens.size, color: tokens['ink-2'] },
        animation: !still.value,
        animationDuration: 150,
        animationDurationUpdate: 150,
        aria: { enabled: true, label: { description: description() } },
        ...made,
      },
      { notMerge: true },
    );
  }

  async function start(node: HTMLElement) {
    const { init } = await import('./echarts.ts');
    // Without a size there is nothing to lay out; the observer below starts it once there is.
    if (disposed || element.value !== node || !hasSize(node)) return;
    chart?.dispose();
    chart = init(node, null, { renderer: 'svg' });
    if (onClick) chart.on('click', (point) => onClick(point as ChartPoint));
    if (onHover) {
      chart.on('mouseover', (point) => onHover(point as ChartPoint));
      chart.on('globalout', () => onHover(null));
    }
    draw();
  }

  watch(
    element,
    (node) => {
      if (node) void start(node);
      else {
        chart?.dispose();
        chart = null;
      }
    },
    { immediate: true, flush: 'post' },
  );
  // Options read tokens from the page: after the theme's attribute has been set.
  watch([() => option(readTokens()), revision, locale, still], draw, { flush: 'post' });
  useResizeObserver(element, () => {
    const node = element.value;
    if (!node || !hasSize(node)) return;
    if (!chart) void start(node);
    else {
      chart.resize();
      draw();
    }
  });
  onScopeDispose(() => {
    disposed = true;
    chart?.dispose();
    chart = null;
  });
}

/** The look shared by tooltips. */
export const tooltipLook = (tokens: Tokens) => ({
  backgroundColor: tokens['paper-raised'],
  borderColor: tokens['line-strong'],
  borderWidth: 1,
  padding: [8, 12],
  textStyle: { color: tokens.ink, fontFamily: tokens.font, fontSize: tokens.size },
  extraCssText: 'box-shadow:none;border-radius:3px;font-variant-numeric:tabular-nums',
});
