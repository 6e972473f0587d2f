export const dynamic = 'force-dynamic';

const NEW_MOON = Date.UTC(2000, 0, 6, 18, 14);
const MONTH = 29.530588853;

export default function Page() {
  const age = ((Date.now() - NEW_MOON) / 86400000) % MONTH;
  return <p>The moon is {age.toFixed(1)} days old</p>;
}
