// Answers who it is, counts what is posted to it by number, and says at its end what it counted.
const fs = require('node:fs');
const http = require('node:http');
const streams = require('./streams.js');

const revision = fs.readFileSync(`${__dirname}/REVISION`, 'utf8').trim();
const app = process.env.PAAS_APP || 'bare';
const release = process.env.PAAS_RELEASE || 'v0';
const counted = new Map();

function answer(response, rest) {
  response.setHeader('X-App', app);
  response.setHeader('X-Release', release);
  response.end(`${app} ${release} ${revision}${rest}\n`);
}

const server = http.createServer((request, response) => {
  const [, what, bytes] = request.url.split('/');
  if (what === 'events') return streams.events(response, app);
  if (what === 'take') return streams.take(request, response, app);
  if (what === 'give') return streams.give(response, Number(bytes));
  let text = '';
  request.on('data', (chunk) => (text += chunk));
  request.on('end', () => {
    if (request.method !== 'POST') return answer(response, '');
    const number = Number(text);
    counted.set(number, (counted.get(number) || 0) + 1);
    answer(response, ` ${number}`);
  });
});

// "counted 1-40 42" in lines of a bounded length, "twice 7" for what came more than once.
function report() {
  const pieces = [];
  let first, last;
  for (const number of [...counted.keys()].sort((a, b) => a - b)) {
    if (number === last + 1) {
      last = number;
      continue;
    }
    if (last !== undefined) pieces.push(`${first}-${last}`);
    first = last = number;
  }
  if (last !== undefined) pieces.push(`${first}-${last}`);
  let lines = '';
  for (let at = 0; at < pieces.length; at += 100) lines += `counted ${pieces.slice(at, at + 100).join(' ')}\n`;
  for (const [number, times] of counted) if (times > 1) lines += `twice ${number}\n`;
  process.stdout.write(`${lines}ended ${release} ${counted.size}\n`);
}

server.on('upgrade', (request, connection) => streams.socket(request, connection, app));
server.keepAliveTimeout = 120_000;
server.listen(Number(process.env.PORT) || 3000, '0.0.0.0');
process.on('SIGTERM', () => {
  report();
  process.exit(0);
});
