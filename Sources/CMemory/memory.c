#define _GNU_SOURCE
#include "include/CMemory.h"

#include <stdlib.h>

#ifdef __GLIBC__

#include <link.h>
#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

void memory_return_large_blocks(void) {
    // Setting a limit also ends its growth. A frame is below it, so that drawing maps nothing.
    mallopt(M_MMAP_THRESHOLD, 1024 * 1024);
    mallopt(M_TRIM_THRESHOLD, 1024 * 1024);
    mallopt(M_ARENA_MAX, 2);
}

// The loader's lock is held meanwhile, so that no library comes or goes.
static int unmap_constants(struct dl_phdr_info *object, size_t size, void *unused) {
    (void)size;
    (void)unused;
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    for (int index = 0; index < object->dlpi_phnum; index++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[index];
        // Segments that may be written hold the addresses that the loader has filled in.
        if (segment->p_type != PT_LOAD || (segment->p_flags & PF_W) != 0) continue;
        uintptr_t start = object->dlpi_addr + segment->p_vaddr;
        uintptr_t end = (start + segment->p_memsz) & ~(page - 1);
        start &= ~(page - 1);
        if (start < end) madvise((void *)start, end - start, MADV_DONTNEED);
    }
    return 0;
}

void memory_release_startup(void) {
    malloc_trim(0);
    dl_iterate_phdr(unmap_constants, NULL);
}

#else

void memory_return_large_blocks(void) {}
void memory_release_startup(void) {}

#endif
