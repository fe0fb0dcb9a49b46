// Foundation brings 34 MB of Unicode's locale data (languages, collations, calendars, time zones' names), which is more than
// all the rest of the program, and nothing here asks for any of it: times are CalendarDate's, numbers DisplayText's, and
// letters the standard library's. ICU looks its data up by one symbol. Defined here, as a package with no entries, it keeps
// the archive's own from being linked.
//
// The format is that of ICU's common data: a header as in unicode/udata.h (UDataInfo), then a table of contents. The symbol
// names ICU's version; a toolchain with another version links the data of its own and still works, only larger.

#include "include/CLocaleData.h"

#include <stdint.h>

typedef struct {
    uint16_t header_size;
    uint8_t magic[2];
    uint16_t info_size;
    uint16_t reserved_word;
    uint8_t is_big_endian;
    uint8_t charset_family;
    uint8_t size_of_uchar;
    uint8_t reserved_byte;
    uint8_t data_format[4];
    uint8_t format_version[4];
    uint8_t data_version[4];
    uint8_t padding[8];
    uint32_t count;
    uint32_t reserved_count;
} LocaleData;

#define NO_LOCALE_DATA(NAME)                                   \
    extern const LocaleData NAME;                              \
    __attribute__((aligned(16))) const LocaleData NAME = {     \
        .header_size = 32,                                     \
        .magic = {0xda, 0x27},                                 \
        .info_size = 20,                                       \
        .is_big_endian = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__, \
        .size_of_uchar = 2,                                    \
        .data_format = {'T', 'o', 'C', 'P'},                   \
        .format_version = {1, 0, 0, 0},                        \
        .count = 0,                                            \
    }

NO_LOCALE_DATA(icudt74_dat);
NO_LOCALE_DATA(icudt76_dat);
NO_LOCALE_DATA(icudt77_dat);
NO_LOCALE_DATA(icudt78_dat);
