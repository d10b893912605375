import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pageData, type ReportContent } from './page-data.js'
import { pageProgram, pageStyle } from './page-program.js'

/** The page may load nothing, from anywhere. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"

/** The report: one HTML page that needs nothing else. */
export function renderReport(content: ReportContent): string {
  const { plan, rows, front, missing } = content
  const library = readFileSync(createRequire(import.meta.url).resolve('echarts/dist/echarts.min.js'), 'utf8')
  const title = escapeText(plan.space.name)
  const [failed, excluded] = [rows.of('failed').length, rows.of('excluded').length]
  const facts = [
    `${rows.length.toLocaleString('en')} points`,
    `${front.length.toLocaleString('en')} on the front`,
    ...(excluded > 0 ? [`${excluded.toLocaleString('en')} beyond a limit`] : []),
    ...(failed > 0 ? [`${failed.toLocaleString('en')} failed`] : []),
    ...(missing > 0 ? [`${missing.toLocaleString('en')} not yet evaluated`] : []),
  ]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width">
<title>${title} · Concord</title>
<style>${pageStyle()}</style>
</head>
<body>
<main>
<header><h1>${title}</h1><p>${facts.join(' · ')}</p></header>
<section><h2>Front</h2>
<p>Each mark is a chip. No other chip is better than one of the front in every objective. Click a mark to choose it.</p>
<div class="choose"><label>across <select id="x"></select></label> <label>up <select id="y"></select></label></div>
<div class="chart tall" id="front"></div></section>
<section><h2>Chosen chip</h2><div id="chosen"></div>
<div class="pair"><div class="chart" id="layers"></div><div class="chart" id="switching"></div></div>
<p id="layersNote"></p></section>
<section><h2>Knobs of the front</h2>
<p>One line a chip of the front. Drag along an axis to keep a part of it.</p><div class="chart" id="parallel"></div></section>
<section><h2>What each knob does</h2>
<p>Geometric mean over all other knobs, largest by smallest value of the knob.</p><div class="chart" id="knobs"></div></section>
<section><h2>Roofline</h2>
<p>Operations against stream bytes, both a cycle, of the front. 1 MAC = 2 OP. Dashed: what the chosen chip can do at most.</p>
<div class="chart" id="roofline"></div></section>
<section><h2>Failed points</h2><div id="failed"></div></section>
<section><h2>Provenance</h2><dl id="provenance"></dl></section>
</main>
<script>${library.replaceAll('</script', '<\\/script')}</script>
<script type="application/json" id="data">${escapeJson(pageData(content))}</script>
<script>${pageProgram()}</script>
</body>
</html>
`
}

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** JSON that cannot end the element it stands in. */
function escapeJson(value: object): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}
