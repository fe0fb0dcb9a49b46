#pragma once
#include <stddef.h>

// The theme files of themes/, as they stood when the program was built.

/// One embedded theme file: its name without ".toml" and its text, which ends in a NUL that `length` does not count.
typedef struct {
    const char *name;
    const char *text;
    size_t length;
} flightdeck_embedded_theme;

/// The number of embedded themes.
size_t flightdeck_embedded_theme_count(void);

/// The embedded theme at `index`, which is below the count; the default theme comes first.
flightdeck_embedded_theme flightdeck_embedded_theme_at(size_t index);
