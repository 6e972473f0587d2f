const fs = require('node:fs');
const MarkdownIt = require('markdown-it');

fs.mkdirSync('static', { recursive: true });
fs.writeFileSync('static/page.html', new MarkdownIt().render(fs.readFileSync('page.md', 'utf8')));
