FROM debian:bookworm-slim
ARG VERSION
COPY toolchain/ /usr/local/
ENV LANG=C.UTF-8
RUN apt-get update \
    && apt-get install -y --no-install-recommends elixir erlang-dev erlang-ssl erlang-inets erlang-runtime-tools erlang-tools \
      erlang-parsetools erlang-xmerl git gcc make libc6-dev ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && elixir --version
CMD ["iex"]
