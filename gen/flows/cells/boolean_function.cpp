// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/cells/boolean_function.hpp"

#include <cctype>

namespace kvolt {
namespace {

constexpr int max_depth = 64;

/// All rows of the truth table at once: a signal is a 64-bit pattern, an operator one machine instruction. Precedence:
/// ' ! ^ & |.
class Evaluator {
public:
    Evaluator(std::string_view text, const std::vector<std::string>& inputs) : text_(text), inputs_(inputs) {}

    std::optional<std::uint64_t> run() {
        const auto value = sum();
        skip();
        return failed_ || position_ != text_.size() ? std::nullopt : std::optional(value);
    }

private:
    void skip() {
        while (position_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[position_])) != 0) ++position_;
    }

    [[nodiscard]] char peek() {
        skip();
        return position_ < text_.size() ? text_[position_] : '\0';
    }

    static bool is_name(char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '[' || c == ']';
    }

    std::uint64_t sum() {
        auto value = product();
        while (peek() == '+' || peek() == '|') {
            ++position_;
            value |= product();
        }
        return value;
    }

    std::uint64_t product() {
        auto value = difference();
        for (char c = peek(); c == '&' || c == '*' || c == '!' || c == '(' || is_name(c); c = peek()) {
            if (c == '&' || c == '*') ++position_;
            value &= difference();
            if (failed_) break;
        }
        return value;
    }

    std::uint64_t difference() {
        auto value = factor();
        while (peek() == '^') {
            ++position_;
            value ^= factor();
        }
        return value;
    }

    std::uint64_t factor() {
        if (++depth_ > max_depth) failed_ = true;
        if (failed_) return 0;
        std::uint64_t value = 0;
        const char c = peek();
        if (c == '!') {
            ++position_;
            value = ~factor();
        } else if (c == '(') {
            ++position_;
            value = sum();
            if (peek() == ')')
                ++position_;
            else
                failed_ = true;
        } else {
            value = signal();
        }
        while (peek() == '\'') {
            ++position_;
            value = ~value;
        }
        --depth_;
        return value;
    }

    std::uint64_t signal() {
        static constexpr std::uint64_t patterns[6] = {0xaaaaaaaaaaaaaaaa, 0xcccccccccccccccc, 0xf0f0f0f0f0f0f0f0,
                                                      0xff00ff00ff00ff00, 0xffff0000ffff0000, 0xffffffff00000000};
        const auto begin = position_;
        while (position_ < text_.size() && is_name(text_[position_])) ++position_;
        const auto name = text_.substr(begin, position_ - begin);
        if (name == "0") return 0;
        if (name == "1") return ~std::uint64_t{0};
        for (std::size_t i = 0; i < inputs_.size(); ++i)
            if (inputs_[i] == name) return patterns[i];
        failed_ = true;
        return 0;
    }

    std::string_view text_;
    const std::vector<std::string>& inputs_;
    std::size_t position_ = 0;
    int depth_ = 0;
    bool failed_ = false;
};

}  // namespace

std::optional<std::uint64_t> truth_table(std::string_view text, const std::vector<std::string>& inputs) {
    if (inputs.size() > 6) return std::nullopt;
    auto table = Evaluator(text, inputs).run();
    if (table && inputs.size() < 6) *table &= (std::uint64_t{1} << (std::uint64_t{1} << inputs.size())) - 1;
    return table;
}

}  // namespace kvolt
