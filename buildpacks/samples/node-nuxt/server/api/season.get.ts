const SEASONS = ['winter', 'spring', 'summer', 'autumn'];

export default defineEventHandler((event) => {
  const month = Number(getQuery(event).month ?? new Date().getMonth() + 1);
  return { season: SEASONS[Math.floor((month % 12) / 3)] };
});
