FROM debian:bookworm-slim
COPY toolchain/ /usr/local/
ENV CARGO_HOME=/usr/local/cargo PATH=/usr/local/cargo/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
# Debian's own `cargo` is too old for today's registry; its `cargo-web` is not.
RUN apt-get update \
    && apt-get install -y --no-install-recommends gcc libc6-dev \
    && if [ ! -x /usr/local/bin/cargo ]; then \
      apt-get install -y --no-install-recommends cargo-web rustc-web; \
    fi \
    && rm -rf /var/lib/apt/lists/* \
    && mkdir -p /usr/local/cargo && chmod 777 /usr/local/cargo \
    && ldconfig && cargo --version && rustc --version
CMD ["bash"]
