// SPDX-License-Identifier: Apache-2.0
// Boolean functions as Liberty writes them: ! ' for not, & * or a space for and, + | for or, ^ for exclusive or.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kvolt {

class BooleanFunction {
public:
    static constexpr std::size_t max_signals = 16;

    /// Empty when `text` is malformed, nests more than 64 deep or names more than 16 signals.
    static std::optional<BooleanFunction> parse(std::string_view text);

    /// In the order in which they first appear.
    [[nodiscard]] const std::vector<std::string>& signals() const { return signals_; }
    /// The same function with the operators ! & ^ | only, and parentheses round every operand with another operator:
    /// the languages that read it do not agree on precedence.
    [[nodiscard]] std::string text() const;
    /// 64 evaluations at once: bit i of the result is the function of bits i of `values`, one word per signal.
    [[nodiscard]] std::uint64_t evaluate(const std::vector<std::uint64_t>& values) const;
    /// How likely the function is 1 when signal i is 1 with probability high[i], each independent of the others.
    [[nodiscard]] double probability(std::vector<double> high) const;

private:
    friend class BooleanParser;
    enum class Operator { zero, one, signal, invert, conjunction, exclusive, disjunction };
    struct Node {
        Operator op = Operator::zero;
        int a = 0, b = 0;  ///< operands; of a signal, a is its index
    };

    [[nodiscard]] std::string text_of(int node, Operator outer) const;
    [[nodiscard]] double independent(int node, const std::vector<double>& high) const;

    std::vector<Node> nodes_;  ///< operands before operators, the root last
    std::vector<std::string> signals_;
    std::vector<int> uses_;  ///< by signal: how often it appears
};

/// Bit i is the value for the inputs whose bits are i (input 0 lowest). Empty when `text` is malformed, names another
/// signal, or there are more than 6 inputs.
std::optional<std::uint64_t> truth_table(std::string_view text, const std::vector<std::string>& inputs);

/// Rows of the truth table of n inputs in which input i is 1; n is at most 6.
std::uint64_t input_pattern(std::size_t input, std::size_t inputs);

}  // namespace kvolt
