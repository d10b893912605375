#!/usr/bin/env node
// Links to commands are made when dependencies are installed, before anything is built: this file is there by then.
import '../dist/main.js'
