/** The charting library, in a script of its own in front of these. */
declare const echarts: typeof import('echarts')
