import { differenceInCalendarDays } from 'date-fns';
import express from 'express';

const app = express();

app.get('/between/:from/:to', (request, response) => {
  const { from, to } = request.params;
  response.type('text').send(`${differenceInCalendarDays(to, from)} days\n`);
});
app.get('/', (_, response) => {
  response.type('text').send('Ask for /between/2024-02-01/2024-03-01\n');
});

app.listen(Number(process.env.PORT ?? 3000));
