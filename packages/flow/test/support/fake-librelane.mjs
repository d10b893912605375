#!/usr/bin/env node
// Stands for LibreLane: takes its arguments, leaves folders of steps as it does, and ends as FAKE_END says.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const args = process.argv.slice(2)
if (args.includes('--version')) {
  console.log(`LibreLane v${process.env.FAKE_VERSION ?? '3.0.17'}`)
  process.exit(0)
}

const optionOf = (option) => args[args.indexOf(option) + 1]
const config = JSON.parse(readFileSync(args.at(-1), 'utf8'))
for (const file of config.VERILOG_FILES) {
  if (!existsSync(file.replace('dir::', ''))) throw new Error(`missing ${file}`)
}

const run = join('runs', optionOf('--run-tag'))
const end = process.env.FAKE_END
writeFileSync('arguments.json', JSON.stringify(args))

const metrics = {
  design__instance__count: 23965,
  design__instance__area: 269887.5936,
  design__instance_unmapped__count: 0,
}

function step(number, folder, { runtime = '00:00:01.500', state = true, files = {} } = {}) {
  const path = join(run, `${String(number).padStart(2, '0')}-${folder}`)
  mkdirSync(path, { recursive: true })
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(path, name, '..'), { recursive: true })
    writeFileSync(join(path, name), text)
  }
  if (state) writeFileSync(join(path, 'state_out.json'), JSON.stringify({ nl: 'x.nl.v', metrics }))
  if (runtime) writeFileSync(join(path, 'runtime.txt'), runtime)
}

step(1, 'verilator-lint')
step(6, 'yosys-synthesis', { runtime: '00:02:14.487' })

if (end === 'hang') {
  step(7, 'openroad-floorplan', { runtime: '', state: false })
  console.log('waiting')
  setInterval(() => {}, 1000)
} else if (end === 'step') {
  step(7, 'openroad-floorplan', {
    state: false,
    files: {
      'openroad-floorplan.log': '[INFO] reading\n[ERROR IFP-0065] No site found for instance u_row\n',
    },
  })
  process.exit(2)
} else {
  step(56, 'openroad-stapostpnr', {
    files: {
      'nom_tt_025C_1v80/power.rpt': [
        '======================= nom_tt_025C_1v80 Corner ==================',
        'Group                  Internal  Switching    Leakage      Total',
        '                          Power      Power      Power      Power (Watts)',
        '----------------------------------------------------------------',
        'Sequential             1.20e-03   3.00e-04   9.00e-08   1.50e-03  60.0%',
        'Clock                  5.00e-04   5.00e-04   1.00e-08   1.00e-03  40.0%',
        '----------------------------------------------------------------',
        'Total                  1.70e-03   8.00e-04   1.00e-07   2.50e-03 100.0%',
        '                          68.0%      32.0%       0.0%',
      ].join('\n'),
      'max_ff_n40C_1v95/power.rpt': 'Total                  9.00e-03   9.00e-03   1.00e-07   1.80e-02 100.0%',
    },
  })
  mkdirSync(join(run, 'final', 'gds'), { recursive: true })
  mkdirSync(join(run, 'final', 'render'), { recursive: true })
  writeFileSync(join(run, 'final', 'render', 'concord_chip.png'), 'picture')
  // As Python writes it: infinities are bare words
  writeFileSync(
    join(run, 'final', 'metrics.json'),
    `{"design__die__bbox": "0.0 0.0 700.0 650.0", "design__instance__area": 455000, "design__instance__area__stdcell": 280487.123456789012345678901234567890,
      "design__instance__count__stdcell": 21000, "design__instance__utilization": 0.65, "route__wirelength": "812345.25", "power__total": 0.018,
      "timing__setup__ws__corner:nom_tt_025C_1v80": 6.5, "timing__setup_vio__count__corner:nom_tt_025C_1v80": 0,
      "timing__hold__ws__corner:nom_tt_025C_1v80": 0.12, "timing__setup__ws__corner:max_ss_100C_1v60": -1.25,
      "timing__setup_vio__count__corner:max_ss_100C_1v60": 17, "timing__hold__ws__corner:max_ss_100C_1v60": Infinity,
      "timing__setup__wns": -Infinity, "timing__hold_r2r__ws": NaN, "magic__drc_error__count": ${end === 'findings' ? 3 : 0},
      "klayout__drc_error__count": 0, "design__lvs_error__count": 0, "antenna__violating__nets": "0", "design__xor_difference__count": null}`,
  )
  if (end === 'findings') {
    writeFileSync(join(run, 'error.log'), '3 Magic DRC errors found.\n')
    process.exit(2)
  }
}
