const pluralize = require('pluralize');

exports.many = (word) => pluralize(word);
