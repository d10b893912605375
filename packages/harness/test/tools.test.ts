import { expect, test, vi } from 'vitest'

test('a missing simulator is named with the line that installs it', async () => {
  vi.stubEnv('PATH', '/nonexistent')
  const { hasTools, ToolMissingError, toolVersion } = await import('../src/build/tools.js')
  await expect(toolVersion('verilator')).rejects.toThrow(ToolMissingError)
  await expect(toolVersion('iverilog')).rejects.toThrow('apt-get install -y iverilog')
  expect(await hasTools('verilator', 'g++')).toBe(false)
  vi.unstubAllEnvs()
})
