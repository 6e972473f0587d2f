# Java, written for this build by the platform.
FROM maven:3-eclipse-temurin-17 AS build
WORKDIR /app
ENV JAVA_OPTS="-XX:MaxRAMPercentage=75.0"
ENV MAVEN_USER_HOME="/cache/maven"
COPY [".","./"]
RUN --mount=type=cache,id=paas-sample-maven,target=/cache/maven ["mvn","-B","-Dmaven.repo.local=/cache/maven/repository","-Dorg.slf4j.simpleLogger.log.org.apache.maven.cli.transfer.Slf4jMavenTransferListener=warn","-Dstyle.color=never","-DskipTests","package"]

FROM eclipse-temurin:17-jre
RUN ["sh","-c","getent passwd 1000 >/dev/null || useradd --uid 1000 --user-group --no-create-home --home-dir /app --shell /bin/sh app; install -d -o 1000 -g 1000 /app"]
WORKDIR /app
ENV HOME="/app"
ENV JAVA_OPTS="-XX:MaxRAMPercentage=75.0"
COPY --chown=1000:1000 [".","./"]
COPY --from=build --chown=1000:1000 ["/app/web/target","./web/target"]
USER 1000:1000
CMD ["sh","-c","exec java $JAVA_OPTS -jar web/target/web-2.1-jar-with-dependencies.jar"]
