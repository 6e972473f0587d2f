const app = require('fastify')();
const { many } = require('@wordbook/words');

app.get('/:word', async (request) => ({ plural: many(request.params.word) }));
app.get('/', async () => ({ ask: '/goose' }));
app.listen({ port: Number(process.env.PORT ?? 3000), host: '0.0.0.0' });
