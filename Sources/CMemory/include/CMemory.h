#pragma once

// What glibc's allocator and loader offer for keeping a process small; elsewhere these do nothing.

/// Has large blocks returned to the system as soon as they are freed, and keeps the number of heaps small.
///
/// glibc otherwise raises its own limits with use, and then keeps what a long list needed while it was read.
void memory_return_large_blocks(void);

/// Returns what was freed, and unmaps code and constants that came from files, of the program and its libraries.
///
/// For after the start, and now and then later. Nothing is lost: these pages are never written, and the page cache brings back those that are used again.
void memory_release_startup(void);
