/** The parts of ECharts in use. Imported lazily, so that no page waits for it. */
import { HeatmapChart, LineChart } from 'echarts/charts';
import {
  AriaComponent,
  CalendarComponent,
  GridComponent,
  TooltipComponent,
  VisualMapPiecewiseComponent,
} from 'echarts/components';
import { init, use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';

use([
  LineChart,
  HeatmapChart,
  GridComponent,
  CalendarComponent,
  TooltipComponent,
  VisualMapPiecewiseComponent,
  AriaComponent,
  LabelLayout,
  SVGRenderer,
]);

export { init };
