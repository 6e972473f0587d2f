export default function (config) {
  config.addFilter('shout', (text) => text.toUpperCase());
}
