#!/usr/bin/env node
// Lies outside of dist, so that the command can be linked before the first build and stays executable after each.
import '../dist/hosts/cli/main.js';
