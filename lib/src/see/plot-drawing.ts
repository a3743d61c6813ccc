import type { EChartsCoreOption } from "echarts/core";
import type { Plot, Point } from "./plot.js";
import { asPicture, colours } from "./svg.js";

const size = { width: 680, height: 400 };
const lines = [colours.accent, colours.warn, colours.good, colours.faint];

/** Draws with ECharts, in the colours of the other pictures. */
export async function drawPlot(plot: Plot, description: string): Promise<string> {
  const { init } = (await import(bundle)) as typeof import("echarts/core");
  const chart = init(null, null, { renderer: "svg", ssr: true, ...size });
  try {
    chart.setOption(optionOf(plot));
    return asPicture(chart.renderToSVGString(), {
      ...size,
      kind: "plot",
      title: plot.title,
      description,
    });
  } finally {
    chart.dispose();
  }
}

/**
 * The whole library in one file loads four times as fast as its many modules, of which only a few are
 * needed. The name is no literal, since that file comes without types: they are those of the modules.
 */
const bundle: string = "echarts/dist/echarts.esm.min.mjs";

function optionOf({ title, x, y, series, logarithmic }: Plot): EChartsCoreOption {
  const text = { color: colours.ink, fontFamily: "system-ui, sans-serif" };
  const hasNames = Object.values(series).some((points) => points.some(([at]) => isText(at)));
  const isLog = (axis: "x" | "y") => logarithmic === axis || logarithmic === "both";
  const axis = {
    nameLocation: "middle",
    nameTextStyle: { color: colours.faint, fontSize: 13 },
    axisLabel: { color: colours.faint, fontSize: 12, hideOverlap: true },
    axisLine: { show: true, lineStyle: { color: colours.faint } },
    splitLine: { lineStyle: { color: colours.line } },
  };
  const xType = hasNames ? "category" : isLog("x") ? "log" : "value";
  return {
    animation: false,
    textStyle: text,
    title: { text: title, left: 16, top: 12, textStyle: { ...text, fontSize: 15 } },
    legend: { silent: true, left: 16, top: 40, textStyle: { ...text, fontSize: 13 } },
    grid: { left: 76, right: 32, top: 84, bottom: 56 },
    xAxis: { ...axis, type: xType, name: x, nameGap: 34, splitLine: { show: false } },
    yAxis: { ...axis, type: isLog("y") ? "log" : "value", name: y, nameGap: 54 },
    series: Object.entries(series).map(([name, points], at) => ({
      name,
      type: hasNames ? "bar" : "line",
      data: points.map(([place, value]: Point) => [hasNames ? String(place) : place, value]),
      symbol: ["circle", "rect", "triangle", "diamond"][at % 4],
      symbolSize: 9,
      silent: true, // an image cannot be pointed at
      barMaxWidth: 60,
      itemStyle: { color: lines[at % lines.length] },
      lineStyle: { width: 2.5 },
    })),
  };
}

function isText(at: number | string): at is string {
  return typeof at === "string";
}
