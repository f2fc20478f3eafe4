// The charts of this service, and nothing else of ECharts: SVG renderer, screen-reader descriptions.
import { BarChart, GaugeChart, HeatmapChart, LineChart, PieChart } from "echarts/charts";
import {
  AriaComponent, DatasetComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, VisualMapComponent,
} from "echarts/components";
import { getInstanceByDom, init, registerTheme, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([
  BarChart, GaugeChart, HeatmapChart, LineChart, PieChart,
  AriaComponent, DatasetComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, VisualMapComponent,
  SVGRenderer,
]);

export { getInstanceByDom, init, registerTheme };
