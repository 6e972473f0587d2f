import { useLoaderData } from '@remix-run/react';

export function loader({ request }) {
  const people = Number(new URL(request.url).searchParams.get('people') ?? 4);
  return { people, eggs: people * 2 };
}

export default function Omelette() {
  const { people, eggs } = useLoaderData();
  return <h1>{`${eggs} eggs for ${people}`}</h1>;
}
