/** `npm start`: set up, then classify the MNIST test set on a simulated chip and write the report. */
import { join } from 'node:path'
import { bootstrap, root, run } from './bootstrap.mjs'

bootstrap()
run(process.execPath, [join(root, 'packages', 'cli', 'dist', 'start.js'), ...process.argv.slice(2)])
