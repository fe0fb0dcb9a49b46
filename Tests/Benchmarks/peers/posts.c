// Bare libcurl: small posts, a number of them at a time, on one thread; nothing is signed and no answer is decoded.
//
//     posts URL COUNT WIDTH
//
// Writes the seconds as a line of JSON.
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct answer {
    char *bytes;
    size_t count, room;
    char body[64];
};

static size_t receive(char *bytes, size_t size, size_t count, void *context) {
    struct answer *answer = context;
    size_t more = size * count;
    if (answer->count + more > answer->room) {
        answer->room = (answer->count + more) * 2;
        answer->bytes = realloc(answer->bytes, answer->room);
        if (answer->bytes == NULL) return 0;
    }
    memcpy(answer->bytes + answer->count, bytes, more);
    answer->count += more;
    return more;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void begin(CURLM *multi, CURL *handle, struct answer *answer, int number) {
    answer->count = 0;
    snprintf(answer->body, sizeof answer->body, "{\"TransformJobName\":\"transform-%d\"}", number);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, answer->body);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, (long)strlen(answer->body));
    curl_multi_add_handle(multi, handle);
}

int main(int count, char **arguments) {
    if (count != 4) {
        fprintf(stderr, "usage: posts URL COUNT WIDTH\n");
        return 2;
    }
    int wanted = atoi(arguments[2]), width = atoi(arguments[3]), begun = 0, done = 0, active = 0, left = 0;
    curl_global_init(CURL_GLOBAL_ALL);
    double started = now();
    CURLM *multi = curl_multi_init();
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)width);
    struct curl_slist *headers = NULL;
    headers = curl_slist_append(headers, "Content-Type: application/x-amz-json-1.1");
    headers = curl_slist_append(headers, "X-Amz-Target: SageMaker.DescribeTransformJob");
    headers = curl_slist_append(headers, "Accept:");
    headers = curl_slist_append(headers, "Expect:");
    struct answer *answers = calloc((size_t)width, sizeof *answers);
    for (int lane = 0; lane < width && begun < wanted; lane++) {
        CURL *handle = curl_easy_init();
        curl_easy_setopt(handle, CURLOPT_URL, arguments[1]);
        curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(handle, CURLOPT_POST, 1L);
        curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
        curl_easy_setopt(handle, CURLOPT_NOPROXY, "*");
        curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, receive);
        curl_easy_setopt(handle, CURLOPT_WRITEDATA, &answers[lane]);
        curl_easy_setopt(handle, CURLOPT_PRIVATE, &answers[lane]);
        begin(multi, handle, &answers[lane], begun++);
    }
    while (done < wanted) {
        curl_multi_perform(multi, &active);
        CURLMsg *message;
        while ((message = curl_multi_info_read(multi, &left)) != NULL) {
            CURL *handle = message->easy_handle;
            CURLcode result = message->data.result;
            long status = 0;
            struct answer *answer = NULL;
            curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
            curl_easy_getinfo(handle, CURLINFO_PRIVATE, &answer);
            if (result != CURLE_OK || status != 200 || answer->count == 0) {
                fprintf(stderr, "posts: %s, status %ld\n", curl_easy_strerror(result), status);
                return 1;
            }
            done++;
            curl_multi_remove_handle(multi, handle);
            if (begun < wanted) {
                begin(multi, handle, answer, begun++);
            } else {
                curl_easy_cleanup(handle);
            }
        }
        if (done < wanted) curl_multi_poll(multi, NULL, 0, 1000, NULL);
    }
    curl_multi_cleanup(multi);
    printf("{\"seconds\": %f}\n", now() - started);
    return 0;
}
