const schema = {
  querystring: {
    type: 'object',
    properties: { times: { type: 'integer', maximum: 5, default: 1 } },
  },
};

module.exports = async (app, options) => {
  app.get('/', { schema }, async (request) => ({ greeting: 'hello '.repeat(request.query.times).trim() }));
};
