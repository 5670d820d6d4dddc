# syntax=docker/dockerfile:1

# The node of the web client's build; the .NET image has none.
FROM node:22-bookworm-slim AS node

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
COPY --from=node /usr/local/bin/node /usr/local/bin/
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /source

# Packages first: they change less often than the source, so that a rebuild finds them.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/ActiveSync/ActiveSync.csproj src/ActiveSync/
COPY src/Api/Api.csproj src/Api/
COPY src/Changes/Changes.csproj src/Changes/
COPY src/Dav/Dav.csproj src/Dav/
COPY src/Formats/Formats.csproj src/Formats/
COPY src/GrainInterfaces/GrainInterfaces.csproj src/GrainInterfaces/
COPY src/Grains/Grains.csproj src/Grains/
COPY src/Silo/Silo.csproj src/Silo/
COPY src/WebClient/WebClient.targets src/WebClient/
RUN dotnet restore src/Silo
COPY src/WebClient/package.json src/WebClient/package-lock.json src/WebClient/
RUN npm ci --prefix src/WebClient --no-audit --no-fund

COPY . .
RUN dotnet publish src/Silo --configuration Release --no-restore --output /app

# The plain image and not a chiselled one: it has ICU, which sorting names needs, and a shell for the health check.
FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
RUN mkdir /data && chown $APP_UID /data
ENV ASPNETCORE_URLS=http://+:8080 \
    ASPNETCORE_HTTP_PORTS= \
    ContactOffice__Data=/data
USER $APP_UID
VOLUME /data
EXPOSE 8080
# The image has no curl; bash speaks enough HTTP to read a status line.
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["./ContactOffice.Silo"]
