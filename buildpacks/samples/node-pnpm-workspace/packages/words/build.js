const { mkdirSync, copyFileSync } = require('node:fs');

mkdirSync('lib', { recursive: true });
copyFileSync('words.js', 'lib/index.js');
