import { writeFileSync } from 'node:fs'
import { loadRecipe } from '../technology/load-technology.js'
import { hasLiberty, readLibertyCorners } from '../technology/read-liberty-corners.js'
import { deriveLibrary } from './derive-library.js'
import { cellsPath } from './load-library.js'

/** Derives the cells of a technology from its first corner's Liberty file under `PDK_ROOT`; one line a cell. */
function writeCells(name: string): void {
  const recipe = loadRecipe(name)
  const pdkRoot = process.env.PDK_ROOT
  if (!hasLiberty(recipe, pdkRoot)) {
    throw new Error(`PDK_ROOT=${pdkRoot ?? ''} does not hold ${recipe.liberty} for every corner`)
  }
  const corner = recipe.corners[0]!
  const { cells, ...head } = deriveLibrary(recipe, readLibertyCorners(recipe, pdkRoot)[corner]!, corner)
  const lines = Object.entries(cells).map(
    ([cell, facts]) => `    ${JSON.stringify(cell)}: ${JSON.stringify(facts)}`,
  )
  const opening = JSON.stringify(head, null, 2).slice(0, -'\n}'.length)
  writeFileSync(cellsPath(name), `${opening},\n  "cells": {\n${lines.join(',\n')}\n  }\n}\n`)
  console.log(`${cellsPath(name)}: ${lines.length} cells`)
}

writeCells(process.argv[2] ?? 'sky130_fd_sc_hd')
