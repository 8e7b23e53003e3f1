// SPDX-License-Identifier: Apache-2.0
#include "settings.hpp"

#include <fmt/format.h>

#include <cmath>

#include "gen/design/normalizer.hpp"

namespace kvolt::test {
namespace {

/// The formula's own constants, for a score range of +-range_ua.
NormalizerSetting setting(NormalizerKind kind, int in_bits, int out_bits, double range_ua, double scale_ua,
                          int window) {
    NormalizerSetting s;
    s.kind = kind;
    s.in_bits = in_bits;
    s.out_bits = out_bits;
    s.lsb_ua = range_ua / (1 << (in_bits - 1));
    s.scale_ua = scale_ua;
    s.window = window;
    s.shift = out_bits % 3 - 1;
    s.bias = -std::log(window);
    s.beta = 0.1 * in_bits;
    s.gamma = 0.5 + 0.25 * out_bits;
    return s;
}

std::vector<NormalizerSetting> make() {
    std::vector<NormalizerSetting> all;
    for (const auto kind : all_kinds()) {
        const double scale = scale_of(kind, 1.17);
        all.push_back(setting(kind, 3, 2, 80, scale, 4));
        all.push_back(setting(kind, 6, 4, 80, scale, 64));
        all.push_back(setting(kind, 7, 5, 93.7, scale / 3, 21));
        all.push_back(setting(kind, 8, 8, 60, scale * 2, 5));
        all.push_back(setting(kind, 10, 3, 100, scale, 48));
        all.push_back(setting(kind, 10, 8, 300, scale / 1.3, 3));
        all.push_back(setting(kind, 13, 7, 500, scale, 6));
        all.push_back(setting(kind, 4, 8, 80, 0.9, 2));     // one code is more than the whole range
        all.push_back(setting(kind, 5, 6, 20, 5e5, 1000));  // nothing but zeros (consmax, sigmoid: a constant)
    }
    return all;
}

}  // namespace

std::vector<NormalizerKind> all_kinds() {
    std::vector<NormalizerKind> kinds;
    for (std::size_t i = 0; i < normalizers().size(); ++i) kinds.push_back(static_cast<NormalizerKind>(i));
    return kinds;
}

std::string name_of(NormalizerKind kind) { return std::string(normalizer(kind).name); }

double scale_of(NormalizerKind kind, double factor) { return normalizer(kind).default_scale_ua(80, 1) * factor; }

const std::vector<NormalizerSetting>& verilated_settings() {
    static const auto all = make();
    return all;
}

std::string name_of(const NormalizerSetting& s) {
    return fmt::format("{} in {} out {} lsb {} scale {} shift {} window {}", normalizer(s.kind).name, s.in_bits,
                       s.out_bits, s.lsb_ua, s.scale_ua, s.shift, s.window);
}

}  // namespace kvolt::test
