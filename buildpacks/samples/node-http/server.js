const http = require('node:http');

const port = Number(process.env.PORT) || 3000;
const notes = ['buy milk'];

function body(request, done) {
  let text = '';
  request.on('data', (chunk) => (text += chunk));
  request.on('end', () => done(text));
}

const server = http.createServer((request, response) => {
  if (request.method === 'POST' && request.url === '/notes') {
    body(request, (text) => {
      notes.push(text.slice(0, 200));
      response.writeHead(201).end();
    });
  } else if (request.url === '/notes') {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(notes));
  } else if (request.url === '/') {
    response.end(`${process.env.GREETING || 'Hello'} from Node.js\n`);
  } else {
    response.writeHead(404).end('Not found\n');
  }
});

server.listen(port, () => console.log(`Notes are served on port ${port}`));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
