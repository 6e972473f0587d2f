export function load({ url }) {
  return { sides: Number(url.searchParams.get('sides') ?? 6), origin: url.origin };
}
