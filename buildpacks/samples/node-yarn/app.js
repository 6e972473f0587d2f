const http = require('node:http');
const ms = require('ms');

const port = process.env.PORT || 3000;

http
  .createServer((request, response) => {
    const asked = new URL(request.url, 'http://localhost').searchParams.get('of');
    response.end(asked ? `${ms(asked)} ms\n` : 'How long is that?\n');
  })
  .listen(port, () => console.log(`Listening on ${port}`));
