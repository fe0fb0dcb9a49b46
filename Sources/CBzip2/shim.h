#pragma once
// What ByteCompression needs of libbz2: reading bzip2 as it comes.
#include <bzlib.h>
