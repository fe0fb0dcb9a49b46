#include "CThemes.h"

// A new theme is its file in themes/, its text here, and its row in the table below.

static const char flightdeck_dark[] = {
#embed "../../themes/flightdeck-dark.toml" suffix(, )
    0};
static const char flightdeck_light[] = {
#embed "../../themes/flightdeck-light.toml" suffix(, )
    0};
static const char high_contrast[] = {
#embed "../../themes/high-contrast.toml" suffix(, )
    0};
static const char colour_blind[] = {
#embed "../../themes/colour-blind.toml" suffix(, )
    0};
static const char terminal_16[] = {
#embed "../../themes/terminal-16.toml" suffix(, )
    0};
static const char monochrome[] = {
#embed "../../themes/monochrome.toml" suffix(, )
    0};
static const char ember[] = {
#embed "../../themes/ember.toml" suffix(, )
    0};
static const char tidewater[] = {
#embed "../../themes/tidewater.toml" suffix(, )
    0};

static const flightdeck_embedded_theme table[] = {
    {"flightdeck-dark", flightdeck_dark, sizeof flightdeck_dark - 1},
    {"flightdeck-light", flightdeck_light, sizeof flightdeck_light - 1},
    {"high-contrast", high_contrast, sizeof high_contrast - 1},
    {"colour-blind", colour_blind, sizeof colour_blind - 1},
    {"terminal-16", terminal_16, sizeof terminal_16 - 1},
    {"monochrome", monochrome, sizeof monochrome - 1},
    {"ember", ember, sizeof ember - 1},
    {"tidewater", tidewater, sizeof tidewater - 1},
};

size_t flightdeck_embedded_theme_count(void) { return sizeof table / sizeof table[0]; }

flightdeck_embedded_theme flightdeck_embedded_theme_at(size_t index) { return table[index]; }
