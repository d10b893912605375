/** The style sheet of the report: one column, the system's own type, light or dark as the reader prefers. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #fbfaf8; --card: #ffffff; --text: #1d2126; --muted: #656d76; --line: #e4e1db; --accent: #2f6f9f;
  --compute: #2f6f9f; --load: #dba43b; --drain: #6fa287; --stalls: #b9b4aa; --right: #3d7d5c; --wrong: #b4483f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #15181c; --card: #1c2025; --text: #e6e4df; --muted: #98a0a9; --line: #2e343b; --accent: #6aa9d6;
    --compute: #5b9bca; --load: #d6a54b; --drain: #79b296; --stalls: #5d646c; --right: #7fbf9b; --wrong: #e0837a;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 15px/1.55 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
main { max-width: 1000px; margin: 0 auto; padding: 44px 24px 72px; }
header p { margin: 4px 0 0; color: var(--muted); overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 28px; font-weight: 650; letter-spacing: -0.015em; overflow-wrap: anywhere; }
h2 { margin: 0 0 2px; font-size: 18px; font-weight: 650; letter-spacing: -0.005em; }
h3 { margin: 20px 0 8px; font-size: 13px; font-weight: 600; color: var(--muted); }
section { margin-top: 20px; padding: 22px 24px 24px; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
section > p { margin: 0 0 14px; color: var(--muted); max-width: 76ch; }
section > p:last-child { margin: 14px 0 0; font-size: 13px; }
svg { display: block; width: 100%; min-width: 620px; height: auto; margin-top: 10px; }
ul.legend { display: flex; flex-wrap: wrap; gap: 4px 22px; margin: 0; padding: 0; list-style: none; font-size: 13px; color: var(--muted); }
.legend i { display: inline-block; width: 11px; height: 11px; margin-right: 7px; border-radius: 3px; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 1px; margin-top: 24px;
  background: var(--line); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
.figures div { background: var(--card); padding: 16px 18px 14px; }
.figures b { display: block; font-size: 23px; font-weight: 620; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; white-space: nowrap; }
.figures b small { font-size: 14px; font-weight: 500; letter-spacing: 0; color: var(--muted); }
.figures span { display: block; font-size: 13px; color: var(--muted); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 14px; }
th { font-weight: 550; color: var(--muted); text-align: right; }
td { text-align: right; }
th, td { padding: 5px 10px; white-space: nowrap; }
.list { width: 100%; }
.list th:first-child, .list td:first-child { text-align: left; padding-left: 0; }
.list th:last-child, .list td:last-child { padding-right: 0; }
.list tr + tr td, .list tbody tr:first-child td { border-top: 1px solid var(--line); }
.list tfoot td { border-top: 1px solid var(--muted); font-weight: 600; }
.texts td { vertical-align: top; } .texts td:nth-child(2), .texts td:nth-child(5), .texts th:nth-child(2), .texts th:nth-child(5) {
  text-align: left; white-space: normal; min-width: 180px; }
.matrix { border-spacing: 2px; border-collapse: separate; font-size: 13px; }
.matrix td { min-width: 50px; padding: 6px 4px; text-align: center; border-radius: 4px;
  background: color-mix(in oklab, var(--shade) calc(var(--part) * 1%), transparent); }
.matrix td.none { color: color-mix(in oklab, var(--muted) 45%, transparent); }
.matrix th { padding: 4px 8px; text-align: center; }
.matrix .axis { font-weight: 400; font-size: 12px; }
.strip { display: grid; grid-template-columns: repeat(12, 1fr); gap: 12px; }
.strip figure { margin: 0; text-align: center; }
.strip img { display: block; width: 100%; image-rendering: pixelated; border-radius: 6px; border: 1px solid var(--line); }
.strip figcaption { margin-top: 4px; font-size: 13px; line-height: 1.35; font-variant-numeric: tabular-nums; }
.strip small { display: block; color: var(--muted); font-size: 11px; }
.right { color: var(--right); } .wrong { color: var(--wrong); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 5px 20px; margin: 12px 0 0; font-size: 14px; }
dt { color: var(--muted); } dd { margin: 0; overflow-wrap: anywhere; }
code { font: 13px ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
@media (max-width: 800px) { .strip { grid-template-columns: repeat(auto-fill, minmax(56px, 1fr)); } }
@media (max-width: 560px) { main { padding: 28px 14px 48px; } section { padding: 18px 16px; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 8px; } }
@media print { :root { --page: #fff; } main { max-width: none; padding: 0; } section { break-inside: avoid; } }
`
