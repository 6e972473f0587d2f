import slugify from '@sindresorhus/slugify';

const server = Bun.serve({
  port: process.env.PORT ?? 3000,
  fetch(request: Request): Response {
    const title = new URL(request.url).searchParams.get('title') ?? 'Crème Brûlée';
    return new Response(`${slugify(title)}\n`);
  },
});

console.log(`Listening on ${server.port}`);
