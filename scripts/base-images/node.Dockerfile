FROM debian:bookworm-slim
COPY toolchain/ /usr/local/
RUN if [ -x /usr/local/bin/node ]; then \
      mkdir -p /usr/local/lib && mv /usr/local/node_modules /usr/local/lib/ \
      && ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \
      && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx; \
    else \
      apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*; \
    fi \
    && groupadd --gid 1000 node && useradd --uid 1000 --gid node --shell /bin/bash --create-home node \
    && node --version && npm --version
CMD ["node"]
