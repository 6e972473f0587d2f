module.exports = { siteMetadata: { title: 'Journal' } };
