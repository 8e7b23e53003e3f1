// SPDX-License-Identifier: Apache-2.0
// A file that exists as text, before anybody has written it.
#pragma once

#include <string>

namespace kvolt {

struct File {
    std::string path;  ///< relative to the directory it belongs to, '/' separated
    std::string text;
};

}  // namespace kvolt
