import type { RunRecord } from '../run/record.js'
import { accuracySection } from './accuracy.js'
import { cyclesSection } from './cycles.js'
import { areaSection, energySection, timingSection } from './estimates.js'
import { headline } from './headline.js'
import { hostSection } from './host.js'
import { Html, html } from './html.js'
import { provenanceSection } from './provenance.js'
import { type Sample, samplesSection } from './samples.js'
import { STYLE } from './style.js'

/** The page may load nothing, from anywhere. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

/** Writes a run as one HTML page that needs nothing else: no network, no script, no other file. */
export function renderReport(record: RunRecord, samples: readonly Sample[]): string {
  const name = record.model.file.split(/[\\/]/).at(-1)!
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name} on ${record.chip}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<main>
<header>
<h1>${name} on ${record.chip}</h1>
<p>${record.data.name}, ${record.engine} engine, ${record.concord.date.slice(0, 10)}</p>
</header>
${headline(record)}
${accuracySection(record)}
${cyclesSection(record)}
${hostSection(record)}
${energySection(record)}
${areaSection(record)}
${timingSection(record)}
${samplesSection(samples)}
${provenanceSection(record)}
</main>
</body>
</html>
`
  return page.text
}
