// SPDX-License-Identifier: Apache-2.0
// What the macro models of this process see at their pins, and when: the log that the models of a run follow where the
// design goes by time. Of the strobes, which all tiles of a head see, the first tile tells.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "sim/model/head_log.hpp"

namespace kvolt {

class PinLog {
public:
    /// A run begins: empty logs of so many heads, kept by whoever asks for them.
    void start(std::size_t heads);
    [[nodiscard]] std::shared_ptr<HeadLog> head(std::size_t head);

    /// A word line is high at the edge `cycle`.
    void k_line(int head, int slot, std::int64_t cycle);
    void v_line(int head, int slot, std::int64_t cycle);
    void score(int head, std::int64_t cycle);
    void weigh(int head, std::int64_t cycle);

private:
    HeadLog& at(int head);
    std::mutex mutex_;
    std::vector<std::shared_ptr<HeadLog>> heads_;
};

/// The one of the process.
PinLog& pin_log();

}  // namespace kvolt
