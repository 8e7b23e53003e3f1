// SPDX-License-Identifier: Apache-2.0
// A reader with a seeded defect: the length that a file states is believed. scripts/fuzz wants it found before it
// trusts silence of the others.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string magic = "KV";
    if (size < magic.size() + 1 || std::string(data, data + magic.size()) != magic) return 0;
    const std::vector<std::uint8_t> body(data + magic.size() + 1, data + size);
    const std::size_t stated = data[magic.size()];
    volatile std::uint8_t sum = 0;
    for (std::size_t i = 0; i < stated; ++i) sum = sum + body.data()[i];
    return 0;
}
