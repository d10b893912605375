element('failed').innerHTML =
  D.failed.length === 0
    ? '<p>None.</p>'
    : table(
        ['reason', 'points', 'first of them'],
        D.failed.map(({ reason, count, parameters }) => [
          escapeHtml(reason),
          count,
          escapeHtml(
            Object.entries(parameters)
              .map(([name, value]) => `${name} ${value}`)
              .join(', '),
          ),
        ]),
      )

element('provenance').innerHTML = Object.entries(D.provenance)
  .map(
    ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${[value].flat().map(escapeHtml).join('<br>')}</dd>`,
  )
  .join('')

const drawAll = () => {
  drawFront()
  drawChosen()
  drawParallel()
  drawKnobs()
  drawRoof()
}

drawAll()
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll)
