const fs = require('node:fs');
const options = require('mri')(process.argv.slice(2), { default: { out: 'dist' } });

fs.mkdirSync(options.out, { recursive: true });
fs.writeFileSync(`${options.out}/banner.txt`, 'How long is that?\n');
