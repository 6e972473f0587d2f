import { createServer } from 'node:http';
import { told } from '@clock/spans';

createServer((request, response) => {
  const span = new URL(request.url ?? '/', 'http://localhost').searchParams.get('span') ?? '1h';
  response.end(told(span));
}).listen(Number(process.env.PORT ?? 3000), '0.0.0.0');
