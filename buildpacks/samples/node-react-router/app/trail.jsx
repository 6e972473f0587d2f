import { useLoaderData } from 'react-router';

const MILES = { ridge: 7, lake: 4 };

export function loader({ params }) {
  if (!(params.name in MILES)) {
    throw new Response('No such trail', { status: 404 });
  }
  return { name: params.name, miles: MILES[params.name] };
}

export default function Trail() {
  const { name, miles } = useLoaderData();
  return <h1>{`The ${name} takes ${miles} miles`}</h1>;
}
