#define _GNU_SOURCE
#include "include/CSignals.h"

#include <pthread.h>
#include <signal.h>

static int ignored;

static void mask_quit(int how) {
    sigset_t quit;
    sigemptyset(&quit);
    sigaddset(&quit, SIGQUIT);
    pthread_sigmask(how, &quit, NULL);
}

static void hold_quit(void) {
    struct sigaction current;
    ignored = sigaction(SIGQUIT, NULL, &current) == 0 && current.sa_handler == SIG_IGN;
    mask_quit(SIG_BLOCK);
}

#ifdef __linux__
// Runs before the initializers of every library, that of Swift's runtime among them.
__attribute__((section(".preinit_array"), used)) static void (*const hold_quit_first)(void) = hold_quit;
#else
__attribute__((constructor)) static void hold_quit_early(void) { hold_quit(); }
#endif

void signals_leave_quit_to_system(void) {
    signal(SIGQUIT, ignored ? SIG_IGN : SIG_DFL);
    mask_quit(SIG_UNBLOCK);
}
