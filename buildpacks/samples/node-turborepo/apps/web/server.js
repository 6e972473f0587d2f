const http = require('node:http');
const prettyBytes = require('pretty-bytes');
const table = require('./dist/table.json');

const page = table.map(([km, mi]) => `${km} km are ${mi} miles\n`).join('');

http
  .createServer((_, response) => response.end(`${page}${prettyBytes(page.length)}\n`))
  .listen(process.env.PORT ?? 3000);
