/** The style sheet of the report. */
export const STYLE = `
:root { color-scheme: light dark; --page: #fbfaf8; --card: #fff; --text: #1d2126; --muted: #656d76; --line: #e4e1db;
  --one: #2f6f9f; --two: #dba43b; --three: #6fa287; --four: #a2627d; --faint: #c9c5bd; --alarm: #b4483f; }
@media (prefers-color-scheme: dark) { :root { --page: #15181c; --card: #1c2025; --text: #e6e4df; --muted: #98a0a9; --line: #2e343b;
  --one: #5b9bca; --two: #d6a54b; --three: #79b296; --four: #c98aa5; --faint: #4a5159; --alarm: #e0837a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.55 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 44px 24px 72px; }
header p { margin: 4px 0 0; color: var(--muted); }
h1 { margin: 0; font-size: 28px; font-weight: 650; overflow-wrap: anywhere; }
h2 { margin: 0 0 2px; font-size: 18px; font-weight: 650; }
section { margin-top: 20px; padding: 22px 24px 24px; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
section > p { margin: 0 0 10px; color: var(--muted); max-width: 80ch; }
.chart { width: 100%; height: 340px; } .chart.tall { height: 470px; } .chart:empty { display: none; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 16px; }
.choose { display: flex; gap: 20px; font-size: 13px; color: var(--muted); }
select { font: inherit; color: var(--text); background: var(--card); border: 1px solid var(--line); border-radius: 5px; padding: 2px 6px; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 1px; margin: 12px 0;
  border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
.figures div { box-shadow: 0 0 0 1px var(--line); padding: 10px 14px; } .figures b { display: block; font-size: 18px; font-weight: 620; }
.figures i { display: inline-block; margin-left: 4px; white-space: nowrap; font-size: 12px; font-style: normal; font-weight: 400; color: var(--muted); }
.figures span { font-size: 12px; color: var(--muted); }
table { border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; width: 100%; }
.scroll { overflow-x: auto; }
th { color: var(--muted); font-weight: 550; } th, td { padding: 4px 10px; text-align: right; white-space: nowrap; border-top: 1px solid var(--line); }
th:first-child, td:first-child { text-align: left; padding-left: 0; white-space: normal; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 5px 20px; margin: 12px 0 0; font-size: 14px; }
dt { color: var(--muted); } dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 640px) { main { padding: 24px 12px; } .pair, dl { grid-template-columns: 1fr; } }
`
