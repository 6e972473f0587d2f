# .NET, written for this build by the platform.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /app
ENV DOTNET_CLI_TELEMETRY_OPTOUT="1"
ENV DOTNET_NOLOGO="1"
ENV NUGET_PACKAGES="/cache/nuget"
COPY ["Greeter.csproj","./"]
RUN --mount=type=cache,id=paas-sample-nuget,target=/cache/nuget ["dotnet","restore","Greeter.csproj"]
COPY [".","./"]
RUN --mount=type=cache,id=paas-sample-nuget,target=/cache/nuget ["dotnet","publish","Greeter.csproj","-c","Release","-o","out"]

FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN ["sh","-c","getent passwd 1000 >/dev/null || useradd --uid 1000 --user-group --no-create-home --home-dir /app --shell /bin/sh app; install -d -o 1000 -g 1000 /app"]
WORKDIR /app
ENV HOME="/app"
COPY --chown=1000:1000 [".","./"]
COPY --from=build --chown=1000:1000 ["/app/out","./out"]
USER 1000:1000
CMD ["sh","-c","exec env ASPNETCORE_URLS=http://0.0.0.0:$PORT dotnet out/Greeter.dll"]
