#pragma once
// What AWSSigning needs of libcrypto: one-shot SHA-256, SHA-1 and MD5, MD5 piece by piece, a comparison in constant time, and
// signatures on the curve P-256.
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stddef.h>
#include <stdint.h>

/// SHA-256 as libcrypto has it, to be looked up once: each look-up takes locks. NULL where there is none.
static inline EVP_MD *flightdeck_fetch_sha256(void) {
    return EVP_MD_fetch(NULL, "SHA256", NULL);
}

/// Writes the 32 bytes of SHA-256 over `length` bytes; 1 on success.
static inline int flightdeck_sha256(const EVP_MD *sha256, const void *bytes, size_t length, uint8_t *digest) {
    return EVP_Digest(bytes, length, digest, NULL, sha256, NULL);
}

/// Writes the 20 bytes of SHA-1 over `length` bytes; 1 on success.
static inline int flightdeck_sha1(const void *bytes, size_t length, uint8_t *digest) {
    return EVP_Digest(bytes, length, digest, NULL, EVP_sha1(), NULL);
}

/// Writes the 16 bytes of MD5 over `length` bytes; 1 on success.
static inline int flightdeck_md5(const void *bytes, size_t length, uint8_t *digest) {
    return EVP_Digest(bytes, length, digest, NULL, EVP_md5(), NULL);
}

/// Begins MD5 over bytes that come in pieces; NULL where there is none. To be ended with `flightdeck_md5_end`.
static inline EVP_MD_CTX *flightdeck_md5_begin(void) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (context && EVP_DigestInit_ex(context, EVP_md5(), NULL) != 1) {
        EVP_MD_CTX_free(context);
        return NULL;
    }
    return context;
}

/// Goes on with the next bytes; 1 on success.
static inline int flightdeck_md5_add(EVP_MD_CTX *context, const void *bytes, size_t length) {
    return EVP_DigestUpdate(context, bytes, length);
}

/// Writes the 16 bytes of the digest, where `digest` isn't NULL, and frees the context; 1 on success.
static inline int flightdeck_md5_end(EVP_MD_CTX *context, uint8_t *digest) {
    int done = digest ? EVP_DigestFinal_ex(context, digest, NULL) : 0;
    EVP_MD_CTX_free(context);
    return done;
}

/// Whether two byte strings of one length are equal, in a time that does not depend on where they differ.
static inline int flightdeck_equal_in_constant_time(const void *left, const void *right, size_t length) {
    return CRYPTO_memcmp(left, right, length) == 0;
}

/// Reads a private key on the curve P-256 from its DER; NULL where it is something else. To be freed.
static inline EVP_PKEY *flightdeck_p256_key(const uint8_t *der, size_t length) {
    const unsigned char *at = der;
    EVP_PKEY *key = d2i_AutoPrivateKey(NULL, &at, (long)length);
    if (key && (EVP_PKEY_get_base_id(key) != EVP_PKEY_EC || EVP_PKEY_get_bits(key) != 256)) {
        EVP_PKEY_free(key);
        return NULL;
    }
    return key;
}

/// Writes the key's public point, uncompressed: 4, then 32 bytes each of x and y; 1 on success.
static inline int flightdeck_public_point(EVP_PKEY *key, uint8_t point[65]) {
    BIGNUM *x = NULL, *y = NULL;
    int done = EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_PUB_X, &x)
        && EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_PUB_Y, &y)
        && BN_bn2binpad(x, point + 1, 32) == 32 && BN_bn2binpad(y, point + 33, 32) == 32;
    point[0] = 4;
    BN_free(x);
    BN_free(y);
    return done;
}

/// Writes ECDSA with SHA-256 over a message: 32 bytes each of r and s; 1 on success.
static inline int flightdeck_ecdsa_sha256(EVP_PKEY *key, const void *message, size_t length, uint8_t signature[64]) {
    uint8_t der[80];
    size_t der_length = sizeof der;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    int done = context && EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) == 1
        && EVP_DigestSign(context, der, &der_length, message, length) == 1;
    EVP_MD_CTX_free(context);
    if (!done) return 0;
    const unsigned char *at = der;
    ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &at, (long)der_length);
    done = pair && BN_bn2binpad(ECDSA_SIG_get0_r(pair), signature, 32) == 32
        && BN_bn2binpad(ECDSA_SIG_get0_s(pair), signature + 32, 32) == 32;
    ECDSA_SIG_free(pair);
    return done;
}

/// Has libcrypto free nothing when the process calls `exit`; to be called before any other use of it.
static inline int flightdeck_keep_libcrypto(void) {
    return OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, NULL);
}
