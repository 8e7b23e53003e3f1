// SPDX-License-Identifier: Apache-2.0
// One field of the register table as the register block in Verilog names, sizes and slices it.
#pragma once

#include <string>

#include "gen/design/register_view.hpp"

namespace kvolt {

/// Numbers of the table that are parameters of the emitted module, so that both stay true when a parameter is
/// overridden.
struct RegisterSymbols {
    std::string width, reset, max;
};

/// A field of the engine, or the same field of every head (described by head 0).
class RegisterField {
public:
    RegisterField(const Register& owner, const Field& description, int heads);

    [[nodiscard]] bool per_head() const { return reg->head >= 0; }
    /// Its reset value is an expression of the module's parameters.
    [[nodiscard]] bool symbolic() const { return symbols_ != nullptr; }
    /// Its width is.
    [[nodiscard]] bool symbolic_width() const { return symbols_ != nullptr && !symbols_->width.empty(); }
    [[nodiscard]] bool to_port() const { return !is_constant(*reg, *field) && reg->name != "IRQ_ENABLE"; }
    [[nodiscard]] bool is_input() const {
        return field->access == Access::read_only || field->access == Access::write_one_clear || field->remote;
    }

    /// Its value is in a kv_reg_field here, which judges what is written.
    [[nodiscard]] bool stored() const { return field->access == Access::read_write && !field->remote; }

    [[nodiscard]] std::string width_text() const;
    [[nodiscard]] std::string range() const;  ///< of the port or net, all heads together
    [[nodiscard]] std::string reset_text() const;
    [[nodiscard]] std::string min_text() const;
    [[nodiscard]] std::string max_text() const;
    [[nodiscard]] std::string net() const;   ///< what holds the value: an internal net or the port itself
    [[nodiscard]] std::string port() const;  ///< the port; of a write-one-clear field: its event
    [[nodiscard]] std::string read_text(int head) const;
    [[nodiscard]] std::string bits_of(const std::string& bus) const;  ///< the field's bits of a 32-bit vector

    const Register* reg;
    const Field* field;
    std::string signal;

private:
    int heads_;
    const RegisterSymbols* symbols_;
};

/// Fields of the engine, then of head 0 on behalf of all heads.
std::vector<RegisterField> register_fields(const Design& design);

}  // namespace kvolt
