#pragma once
// What AWSSigning needs of libcrypto: one-shot SHA-256, SHA-1 and HMAC-SHA-256, and a comparison in constant time.
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stddef.h>
#include <stdint.h>

/// Writes the 32 bytes of SHA-256 over `length` bytes; 1 on success.
static inline int flightdeck_sha256(const void *bytes, size_t length, uint8_t *digest) {
    return EVP_Digest(bytes, length, digest, NULL, EVP_sha256(), NULL);
}

/// Writes the 20 bytes of SHA-1 over `length` bytes; 1 on success.
static inline int flightdeck_sha1(const void *bytes, size_t length, uint8_t *digest) {
    return EVP_Digest(bytes, length, digest, NULL, EVP_sha1(), NULL);
}

/// Writes the 32 bytes of HMAC-SHA-256; 1 on success.
static inline int flightdeck_hmac_sha256(
    const void *key, size_t key_length, const uint8_t *message, size_t length, uint8_t *digest) {
    unsigned int digest_length = 0;
    return HMAC(EVP_sha256(), key, (int)key_length, message, length, digest, &digest_length) != NULL;
}

/// Whether two byte strings of one length are equal, in a time that does not depend on where they differ.
static inline int flightdeck_equal_in_constant_time(const void *left, const void *right, size_t length) {
    return CRYPTO_memcmp(left, right, length) == 0;
}
