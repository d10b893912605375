import { expect, test } from 'vitest'
import { rtlilModules } from '../../src/calibrate/rtlil-modules.js'

const module = (
  line: number,
  id: number,
  name = '\\row',
) => `attribute \\src "row.sv:${line}.1-${line + 9}.10"
module ${name}
  attribute \\src "row.sv:${line}.3-${line}.9"
  wire width 4 $add$row.sv:${line}$${id}_Y
  cell $add $add$row.sv:${line}$${id}
    parameter \\A_WIDTH 4
    connect \\Y $add$row.sv:${line}$${id}_Y
  end
end
`

test('where a module stands and what else is in the design does not matter', () => {
  const alone = rtlilModules(module(10, 1))
  const moved = rtlilModules(`${module(3, 1, '\\other')}${module(44, 17)}`)
  expect([...moved.keys()]).toEqual(['other', 'row'])
  expect(moved.get('row')).toBe(alone.get('row'))
})

test('what a module does matters', () => {
  const changed = module(10, 1).replace('A_WIDTH 4', 'A_WIDTH 5')
  expect(rtlilModules(changed).get('row')).not.toBe(rtlilModules(module(10, 1)).get('row'))
  const crossed = `${module(10, 1)}`.replace(
    'connect \\Y $add$row.sv:10$1_Y',
    'connect \\Y $add$row.sv:10$2_Y',
  )
  expect(rtlilModules(crossed).get('row')).not.toBe(rtlilModules(module(10, 1)).get('row'))
})

test('cells of the library are left out, parameterised modules keep their names', () => {
  const text = `attribute \\blackbox 1\nmodule \\cell\nend\n${module(1, 1, '$paramod$ab12\\row')}`
  expect([...rtlilModules(text).keys()]).toEqual(['$paramod$ab12\\row'])
})
