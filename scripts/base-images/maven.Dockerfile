FROM debian:bookworm-slim
COPY toolchain/ /opt/java/openjdk/
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
# Maven lies beside the JDK in what is copied, where the machine had one.
RUN if [ -d /opt/java/openjdk/maven ]; then \
      mv /opt/java/openjdk/maven /usr/share/maven && ln -s /usr/share/maven/bin/mvn /usr/bin/mvn; \
    fi \
    && if [ ! -x /opt/java/openjdk/bin/java ] || ! command -v mvn >/dev/null; then \
      mkdir -p /usr/share/man/man1 && apt-get update && apt-get install -y --no-install-recommends maven openjdk-17-jdk-headless && rm -rf /var/lib/apt/lists/*; \
    fi \
    && if [ ! -x /opt/java/openjdk/bin/java ]; then \
      rm -r /opt/java/openjdk && ln -s /usr/lib/jvm/java-17-openjdk-* /opt/java/openjdk; \
    else \
      for certificate in /usr/local/share/ca-certificates/*.crt; do \
        [ ! -e "$certificate" ] || keytool -importcert -noprompt -cacerts -storepass changeit \
          -alias "${certificate##*/}" -file "$certificate" || exit 1; \
      done; \
    fi \
    && mvn --version
CMD ["mvn"]
