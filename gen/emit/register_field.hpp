// SPDX-License-Identifier: Apache-2.0
// One field of the register table as the register block in Verilog names, sizes and slices it.
#pragma once

#include <string>
#include <vector>

#include "gen/design/register_view.hpp"

namespace kvolt {

/// A field of the engine, or the same field of every head and of every entry of an array of registers (described by
/// the first entry of head 0).
class RegisterField {
public:
    RegisterField(const Register& owner, const Field& description);

    [[nodiscard]] bool per_head() const { return reg->head >= 0; }
    [[nodiscard]] bool to_port() const { return !is_constant(*reg, *field) && reg->name != "IRQ_ENABLE"; }
    [[nodiscard]] bool is_input() const {
        return field->access == Access::read_only || field->access == Access::write_one_clear || field->remote;
    }
    /// Its value is in a kv_reg_field here.
    [[nodiscard]] bool stored() const { return field->access == Access::read_write && !field->remote; }

    [[nodiscard]] std::string range() const;  ///< of the port or net, all heads and entries together
    /// Reset value; the number of heads is the module's parameter.
    [[nodiscard]] std::string reset_text() const;
    [[nodiscard]] std::string net() const;   ///< what holds the value: an internal net or the port itself
    [[nodiscard]] std::string port() const;  ///< the port; of a write-one-clear field: its event
    /// The field's part of a port or net of all heads: of head h, and of entry e where the register is in an array.
    [[nodiscard]] std::string lane(const std::string& bus) const;
    /// One bit of it.
    [[nodiscard]] std::string lane_bit(const std::string& bus, int bit) const;
    [[nodiscard]] std::string bits_of(const std::string& bus) const;  ///< the field's bits of a 32-bit vector
    [[nodiscard]] std::string span_of(const std::string& bus) const;  ///< those that a write says the number with

    const Register* reg;
    const Field* field;
    std::string signal;
};

/// Fields of the engine, then of head 0 on behalf of all heads.
std::vector<RegisterField> register_fields(const Design& design);

/// Part of a 32-bit bus: "bus[7:0]", "bus[3]" of one bit, "bus" itself.
std::string slice(const std::string& bus, int lsb, int width);

}  // namespace kvolt
