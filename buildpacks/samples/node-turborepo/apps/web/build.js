const { writeFileSync, mkdirSync } = require('node:fs');
const { miles } = require('@conversions/units');

mkdirSync('dist', { recursive: true });
writeFileSync('dist/table.json', JSON.stringify([5, 10, 42.195].map((km) => [km, miles(km).toFixed(2)])));
