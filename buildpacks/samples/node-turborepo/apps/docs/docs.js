require('node:http').createServer((_, r) => r.end('docs')).listen(process.env.PORT);
