import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { BUILT, inFolder, spaceText } from '../support/exploration.js'

const { createPlan, merge, openPlan, planPoints, Runner, writePlan }: typeof import('../../src/index.js') =
  await import(BUILT)

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome']

/** The document of a page after its scripts have run, in a browser without a window and without a network. */
function documentOf(path: string): string | undefined {
  for (const browser of BROWSERS) {
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--proxy-server=127.0.0.1:9']
    const { error, stdout } = spawnSync(
      browser,
      [...flags, '--virtual-time-budget=5000', '--dump-dom', pathToFileURL(path).href],
      { encoding: 'utf8', maxBuffer: 1 << 26 },
    )
    if (error === undefined) return stdout
  }
  return undefined
}

describe('the report in a browser', () => {
  it('draws everything, names of files as text', async (context) => {
    const space = spaceText({
      networks: [{ model: '<i>x.onnx' }],
      parameters: { rows: [16, 32], accBits: [8, 16] },
    })
    await inFolder(space, async (folder, file) => {
      copyFileSync(JSON.parse(spaceText()).networks[0].model, join(dirname(file), '<i>x.onnx'))
      const plan = await createPlan(file, folder)
      const { points, leftOut } = planPoints(plan)
      writePlan(plan, points, leftOut)
      const runner = new Runner(plan, { jobs: 1, timeoutSeconds: 60, memoryMb: 512 })
      await runner.run(points)
      await runner.close()
      await merge(openPlan(folder), '1.2.3')
      const drawn = documentOf(join(folder, 'report.html'))
      if (drawn === undefined) {
        console.warn(`skipped: none of ${BROWSERS.join(', ')} is here`)
        return context.skip()
      }
      const body = drawn.slice(drawn.indexOf('<body'), drawn.indexOf('<script'))
      // Front, two of layers, knobs twice, roofline
      expect(body.match(/<canvas/g)).toHaveLength(6)
      expect(body).toContain('&lt;i&gt;x.onnx')
      expect(body).not.toContain('<i>x')
      expect(body).toContain('accBits is 8')
      // Provenance comes last: no script has failed before
      expect(body).toContain('figures of version')
      // What a click on a mark does, with the chip of the other number of rows
      const clicked = join(folder, 'clicked.html')
      const click = '<script>choose(P.knobs.rows.findIndex((rows) => rows !== P.knobs.rows[chosen]))</script>'
      writeFileSync(
        clicked,
        readFileSync(join(folder, 'report.html'), 'utf8').replace(
          /<\/body>(?=\s*<\/html>)/,
          `${click}</body>`,
        ),
      )
      const rowsOf = (text: string) => /<b>(\d+)<\/b><span>rows</.exec(text)?.[1]
      expect(new Set([rowsOf(drawn), rowsOf(documentOf(clicked)!)])).toEqual(new Set(['16', '32']))
    })
  })
})
