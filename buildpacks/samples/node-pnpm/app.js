const fs = require('node:fs');
const http = require('node:http');
const ms = require('ms');

const port = process.env.PORT || 3000;
const banner = fs.readFileSync(`${__dirname}/dist/banner.txt`, 'utf8');

http
  .createServer((request, response) => {
    const asked = new URL(request.url, 'http://localhost').searchParams.get('of');
    response.end(asked ? `${ms(asked)} ms\n` : banner);
  })
  .listen(port, () => console.log(`Listening on ${port}`));
