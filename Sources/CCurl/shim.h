#pragma once
// libcurl for Swift: one typed setter an argument type, since Swift cannot call variadic functions, and the constants
// whose spelling depends on libcurl's version. Needs libcurl 7.81 or newer.
#include <curl/curl.h>

/// Receives `size * count` bytes of a header line or a body.
typedef size_t (*flightdeck_data_callback)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode flightdeck_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode flightdeck_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode flightdeck_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode flightdeck_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode flightdeck_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode flightdeck_set_data_callback(CURL *handle, CURLoption option, flightdeck_data_callback value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode flightdeck_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode flightdeck_get_size(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLMcode flightdeck_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

/// Only http and https are ever spoken.
static inline CURLcode flightdeck_limit_protocols(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

/// A name look-up under way does not hold up the end of the program, where libcurl can do that (7.87).
static inline void flightdeck_exit_quickly(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075700
    curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);
#endif
}

/// Returned by a data callback to have the same bytes again after `curl_easy_pause`.
static const size_t flightdeck_pause = CURL_WRITEFUNC_PAUSE;
static const int flightdeck_continue = CURLPAUSE_CONT;
static const long flightdeck_http_1_1 = CURL_HTTP_VERSION_1_1;
static const long flightdeck_global_all = CURL_GLOBAL_ALL;
