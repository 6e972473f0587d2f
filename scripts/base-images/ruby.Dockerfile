FROM debian:bookworm-slim
ARG VERSION
COPY toolchain/ /usr/local/
ENV LANG=C.UTF-8 GEM_HOME=/usr/local/bundle BUNDLE_SILENCE_ROOT_WARNING=1 BUNDLE_APP_CONFIG=/usr/local/bundle
ENV PATH=/usr/local/bundle/bin:$PATH
RUN apt-get update \
    && apt-get install -y --no-install-recommends ruby ruby-dev bundler gcc g++ make libc6-dev ca-certificates tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -m 1777 /usr/local/bundle \
    && ruby -ropenssl -rpsych -e 'puts RUBY_VERSION' && bundle --version
CMD ["irb"]
