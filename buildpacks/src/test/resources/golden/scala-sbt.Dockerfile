# Scala, written for this build by the platform.
FROM maven:3-eclipse-temurin-21 AS build
WORKDIR /app
ENV JAVA_OPTS="-XX:MaxRAMPercentage=75.0"
ENV MAVEN_USER_HOME="/cache/maven"
ENV SBT_GLOBAL_BASE="/cache/sbt"
ENV COURSIER_CACHE="/cache/coursier"
COPY ["project/build.properties","./project/"]
RUN --mount=type=cache,id=paas-sample-maven,target=/cache/maven ["mvn","-B","-Dmaven.repo.local=/cache/maven/repository","dependency:copy","-Dartifact=org.scala-sbt:sbt-launch:1.11.7","-DoutputDirectory=.paas/tools"]
COPY [".","./"]
RUN --mount=type=cache,id=paas-sample-sbt,target=/cache/sbt --mount=type=cache,id=paas-sample-coursier,target=/cache/coursier ["java","-Dsbt.global.base=/cache/sbt","-Dsbt.boot.directory=/cache/sbt/boot","-Dsbt.color=never","-jar",".paas/tools/sbt-launch-1.11.7.jar","-batch","stage"]

FROM eclipse-temurin:21-jre
RUN ["sh","-c","getent passwd 1000 >/dev/null || useradd --uid 1000 --user-group --no-create-home --home-dir /app --shell /bin/sh app; install -d -o 1000 -g 1000 /app"]
WORKDIR /app
ENV HOME="/app"
ENV JAVA_OPTS="-XX:MaxRAMPercentage=75.0"
COPY --chown=1000:1000 [".","./"]
COPY --from=build --chown=1000:1000 ["/app/target/universal/stage","./target/universal/stage"]
USER 1000:1000
CMD ["sh","-c","exec target/universal/stage/bin/word-lengths"]
