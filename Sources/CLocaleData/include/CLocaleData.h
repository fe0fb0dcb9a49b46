#pragma once

// Unicode's locale data, left out: nothing here formats by locale. See locale-data.c.
