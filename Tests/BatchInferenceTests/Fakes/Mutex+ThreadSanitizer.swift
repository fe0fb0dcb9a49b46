#if THREAD_SANITIZER
    import SanitizedLocks

    /// Takes the place of `Synchronization.Mutex` where the thread sanitizer watches (`make sanitize`).
    typealias Mutex = SanitizedMutex
#endif
