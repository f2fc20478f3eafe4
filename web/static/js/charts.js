/* Charts: <div data-chart="id"> draws the ECharts option in the JSON block of that id, in the service's own colours. */
(function () {
  "use strict";
  const read = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const font = getComputedStyle(document.body).fontFamily;
  const axis = {
    axisLine: { lineStyle: { color: read("--line-2") } }, axisTick: { show: false },
    axisLabel: { color: read("--ink-3"), fontFamily: font }, splitLine: { lineStyle: { color: read("--line") } },
  };
  echarts.registerTheme("taishan", {
    color: ["--pine-600", "--dawn-500", "--lake-600", "--pine-300", "--dawn-700", "--ink-3"].map(read),
    textStyle: { fontFamily: font, color: read("--ink") },
    categoryAxis: axis, valueAxis: axis, timeAxis: axis,
    legend: { textStyle: { color: read("--ink-2") }, itemWidth: 12, itemHeight: 12 },
    /* Rich text: the other form writes style attributes, which the page's policy forbids. */
    tooltip: { renderMode: "richText", backgroundColor: read("--pine-950"), borderWidth: 0, textStyle: { color: "#fff" } },
  });
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  page.each("[data-chart]", (element) => {
    const option = JSON.parse(document.getElementById(element.dataset.chart).textContent);
    const chart = echarts.init(element, "taishan", { renderer: "svg" });
    chart.setOption({ aria: { enabled: true }, animation: !still, grid: { left: 8, right: 16, top: 32, bottom: 8, containLabel: true }, ...option });
    new ResizeObserver(() => chart.resize()).observe(element);
  });
})();
