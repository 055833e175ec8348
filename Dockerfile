# nhiscan on Debian 12, for `docker run` and the hook nhiscan-docker. It runs as nobody; a mounted repository may belong to
# another user, since nhiscan doesn't ask git whose it is.
#
#   docker build -t nhiscan .
#   docker run --rm -v "$PWD:/src:ro" nhiscan scan
FROM debian:bookworm-slim AS build
COPY packaging/packages.txt packaging/setup.sh packaging/package.sh /nhiscan/packaging/
RUN cd /nhiscan && apt-get update && root=/nhiscan && . packaging/setup.sh && install_packages build package
COPY . /nhiscan
RUN sh /nhiscan/packaging/package.sh deb

FROM debian:bookworm-slim
COPY --from=build /nhiscan/build/packages/nhiscan_*.deb /tmp/
RUN apt-get update && apt-get install -y --no-install-recommends /tmp/nhiscan_*.deb && rm -rf /tmp/*.deb /var/lib/apt/lists/*
USER nobody
WORKDIR /src
ENTRYPOINT ["nhiscan"]
CMD ["scan"]
