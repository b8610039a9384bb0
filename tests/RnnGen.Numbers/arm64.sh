#!/bin/bash
# Whether ARM64 gives the bits of this machine: every tensor of every network (or of those named) in an emulator, ten
# minutes in all. On Debian: apt-get install qemu-user libc6-arm64-cross libstdc++6-arm64-cross libgcc-s1-arm64-cross
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

dotnet run -c Release -- "$@" | tail -n +2 | cut -f 1,2 > "$work/here"
dotnet publish -c Release -r linux-arm64 --self-contained -p:InvariantGlobalization=true -o "$work/arm64" -v quiet

# A process for each network, for the emulator does not always survive the runtime's threads; as few of them as can be.
export QEMU_LD_PREFIX=/usr/aarch64-linux-gnu DOTNET_TieredCompilation=0 DOTNET_gcConcurrent=0
for network in $(cut -d ' ' -f 1 "$work/here" | uniq); do
    for attempt in 1 2 3; do
        qemu-aarch64 "$work/arm64/RnnGen.Numbers" "$network" > "$work/one" && break
        [ $attempt -lt 3 ]
    done
    tail -n +2 "$work/one" | cut -f 1,2 >> "$work/there"
done

diff "$work/here" "$work/there" && echo "$(wc -l < "$work/here") tensors, the same bits on ARM64"
