FROM debian:bookworm-slim
ARG VERSION
COPY toolchain/ /usr/local/
# The official image lets pip install outside of a virtual environment; so does this one.
RUN apt-get update \
    && if [ -x "/usr/local/bin/python$VERSION" ]; then \
      apt-get install -y --no-install-recommends libbz2-1.0 libffi8 liblzma5 libncursesw6 libreadline8 libsqlite3-0 \
        libssl3 libuuid1 zlib1g netbase tzdata && ldconfig \
      && ln -s "python$VERSION" /usr/local/bin/python3 && python3 -m ensurepip --default-pip; \
    else \
      apt-get install -y --no-install-recommends python3 python3-pip python3-venv netbase tzdata \
      && rm -f /usr/lib/python3*/EXTERNALLY-MANAGED && ln -s /usr/bin/python3 /usr/local/bin/python3; \
    fi \
    && ln -s python3 /usr/local/bin/python \
    && rm -rf /var/lib/apt/lists/* \
    && python -c 'import ssl, sqlite3, ctypes, zlib, bz2, lzma' && pip --version
CMD ["python3"]
