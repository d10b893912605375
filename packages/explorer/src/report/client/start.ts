/** Failed points, provenance, and the first drawing. */
export const START = `
by('failed').innerHTML = D.failed.length === 0 ? '<p>None.</p>' : '<div class="scroll"><table><tr><th>reason</th><th>points</th><th>first of them</th></tr>' +
  D.failed.map((f) => '<tr><td>' + escapeHtml(f.reason) + '</td><td>' + f.count + '</td><td>' + escapeHtml(Object.entries(f.parameters).map(([k, v]) => k + ' ' + v).join(', ')) + '</td></tr>').join('') + '</table></div>'
by('provenance').innerHTML = Object.entries(D.provenance).map(([k, v]) => '<dt>' + escapeHtml(k) + '</dt><dd>' + [].concat(v).map(escapeHtml).join('<br>') + '</dd>').join('')

const drawAll = () => { drawFront(); drawChosen(); drawParallel(); drawKnobs(); drawRoof() }
const choose = (i) => { chosen = i; drawFront(); drawChosen(); drawRoof() }
drawAll()
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll)
`
