import { BASE } from './client/base.js'
import { CHOSEN } from './client/chosen.js'
import { FRONT } from './client/front.js'
import { KNOBS } from './client/knobs.js'
import { ROOFLINE } from './client/roofline.js'
import { START } from './client/start.js'

/** What the page does in the browser: plain script, no modules, so that it works from a file. */
export const CLIENT = [BASE, FRONT, CHOSEN, KNOBS, ROOFLINE, START].join('')
