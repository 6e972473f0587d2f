import { titleCase } from 'titlecase';

Deno.serve((request) => {
  const text = new URL(request.url).searchParams.get('text') ?? 'a walk in the hills';
  return new Response(`${titleCase(text)}\n`);
});
