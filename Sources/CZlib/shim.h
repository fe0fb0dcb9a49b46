#pragma once
// What ByteCompression needs of zlib: reading gzip, and CRC-32.
#include <zlib.h>

/// Prepares to read gzip members (RFC 1952); Z_OK on success. inflateInit2 is a macro, which Swift doesn't see.
static inline int flightdeck_inflate_init_gzip(z_stream *stream) {
    return inflateInit2(stream, 15 + 16);
}
