// SPDX-License-Identifier: Apache-2.0
// Reading Liberty: what is understood, and what is refused in one line.
#include "gen/flows/cells/liberty.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

#include "gen/flows/cells/boolean_function.hpp"
#include "gen/flows/cells/cell_library.hpp"
#include "gen/flows/cells/liberty_writer.hpp"
#include "gen/support/diagnostics.hpp"
#include "tests/flows/small_library.hpp"

namespace kvolt {
namespace {

namespace fs = std::filesystem;

class TemporaryFile {
public:
    explicit TemporaryFile(const std::string& bytes)
        : path_(fs::temp_directory_path() / ("kvolt_liberty_" + std::to_string(getpid()))) {
        std::ofstream(path_, std::ios::binary) << bytes;
    }
    ~TemporaryFile() { fs::remove(path_); }
    [[nodiscard]] std::string path() const { return path_.string(); }

private:
    fs::path path_;
};

std::string gzip(const std::string& text) {
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, text.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

/// The one line that reading this text is refused with.
std::string refusal(const std::string& text) {
    try {
        parse_liberty(text, "x.lib");
    } catch (const InputError& error) {
        EXPECT_EQ(error.diagnostics().size(), 1U);
        return error.what();
    }
    return "accepted";
}

std::string file_refusal(const std::string& bytes) {
    const TemporaryFile file(bytes);
    try {
        read_liberty(file.path());
    } catch (const InputError& error) {
        const std::string what = error.what();
        EXPECT_EQ(what.find('\n'), std::string::npos);
        return what.substr(file.path().size());
    }
    return "accepted";
}

TEST(Liberty, ReadsGroupsAttributesStringsAndComments) {
    const auto file = parse_liberty(R"(/* head */ library(demo) {
  time_unit : "1ns"; // unit
  capacitive_load_unit (1,ff);
  values ("1, 2", \
          "3");
  cell ("A B") { area : 2.5; pin (X) { direction : input; } }
})",
                                    "demo.lib");
    EXPECT_EQ(file.library.name(), "demo");
    EXPECT_EQ(file.library.value("time_unit"), "1ns");
    EXPECT_EQ(file.library.attributes.at(1).values.at(1), "ff");
    EXPECT_EQ(file.library.attributes.at(2).values.at(1), "3");
    ASSERT_EQ(file.library.groups.size(), 1U);
    EXPECT_EQ(file.library.groups[0].name(), "A B");
    EXPECT_EQ(file.library.groups[0].line, 6);
    EXPECT_DOUBLE_EQ(file.library.groups[0].number("area", 0), 2.5);
    EXPECT_EQ(file.library.groups[0].groups.at(0).value("direction"), "input");
}

TEST(Liberty, RefusesWhatIsNotLiberty) {
    EXPECT_EQ(refusal(""), "x.lib: is empty");
    EXPECT_EQ(refusal(" \n\t"), "x.lib: is empty");
    EXPECT_EQ(refusal(std::string("lib\0rary", 8)), "x.lib: is not a Liberty file: it holds zero bytes");
    EXPECT_EQ(refusal("module m; endmodule"),
              "x.lib:1: liberty: is not a Liberty file: it does not begin with library (...) {");
    EXPECT_EQ(refusal("library (a) {\n(\x01"), "x.lib:2: liberty: unexpected '('");
    EXPECT_EQ(refusal("library (a) { } more"), "x.lib:1: liberty: text after the library group");
}

TEST(Liberty, RefusesEveryPrefixOfALibrary) {
    const auto text = small_library();
    for (std::size_t length = 0; length + 2 < text.size(); length += 7) {
        const auto what = refusal(text.substr(0, length));
        EXPECT_NE(what, "accepted") << "cut after " << length << " bytes";
        EXPECT_EQ(what.find('\n'), std::string::npos);
    }
    EXPECT_EQ(refusal(text), "accepted");
}

TEST(Liberty, NamesTheGroupThatIsNotClosed) {
    EXPECT_EQ(refusal("library (a) {\n cell (INV) {\n area : 1;"),
              "x.lib:2: liberty: cell (INV) is not closed before the end of the file");
    EXPECT_EQ(refusal("library (a) {\n date : \"never"), "x.lib:2: liberty: string without a closing quote");
    EXPECT_EQ(refusal("library (a) {\n /* never"), "x.lib:2: liberty: comment without an end");
}

TEST(Liberty, BoundsTheDepthOfGroups) {
    std::string text = "library (a) {";
    for (int i = 0; i < 100000; ++i) text += "g (a) {";
    EXPECT_EQ(refusal(text), "x.lib:1: liberty: groups nested more than 32 deep");
}

TEST(Liberty, ReadsPlainAndCompressedFiles) {
    const auto text = small_library();
    EXPECT_EQ(file_refusal(text), "accepted");
    EXPECT_EQ(file_refusal(gzip(text)), "accepted");
}

TEST(Liberty, RefusesDamagedFiles) {
    auto packed = gzip(small_library());
    EXPECT_EQ(file_refusal(packed.substr(0, packed.size() / 2)), ": is a gzip file that has been cut off");
    packed[packed.size() / 2] = static_cast<char>(packed[packed.size() / 2] ^ 0x55);
    EXPECT_EQ(file_refusal(packed), ": is a damaged gzip file");
    EXPECT_THROW(read_liberty("/nonexistent/x.lib"), InputError);
    EXPECT_THROW(read_liberty(fs::temp_directory_path().string()), InputError);
}

TEST(LibertyWriter, KeepsTheCellsAskedForAndDropsPowerForMapping) {
    const auto library = read_cells({parse_liberty(small_library(), "small.lib")});
    const auto keep_inverter = [](const StdCell& cell) { return cell.name == "INV"; };
    const auto slim = write_liberty(library, keep_inverter, LibertyUse::mapping);
    const auto cells = read_cells({parse_liberty(slim, "slim.lib")});
    ASSERT_EQ(cells.cells.size(), 1U);
    EXPECT_DOUBLE_EQ(cells.cells.at("INV").area_um2, 1.0);
    EXPECT_EQ(slim.find("internal_power"), std::string::npos);
    EXPECT_NE(write_liberty(library, keep_inverter, LibertyUse::analysis).find("internal_power"), std::string::npos);
}

TEST(BooleanFunction, ReadsEveryWayOfWritingAnOperator) {
    const std::vector<std::string> ab{"A", "B"};
    for (const auto* text : {"A&B", "A*B", "A B", "(A B)", "!(!A+!B)", "!(A'|B')", "(A & (B))"})
        EXPECT_EQ(truth_table(text, ab), 0b1000U) << text;
    EXPECT_EQ(truth_table("A+B", ab), 0b1110U);
    EXPECT_EQ(truth_table("A^B", ab), 0b0110U);
    EXPECT_EQ(truth_table("A B'", ab), 0b0010U);
    EXPECT_EQ(truth_table("!A", {"A"}), 0b01U);
    EXPECT_EQ(truth_table("1", {}), 1U);
    EXPECT_EQ(truth_table("(A^B)^C", {"A", "B", "C"}), 0x96U);
}

TEST(BooleanFunction, RefusesMalformedText) {
    for (const auto* text : {"", "A&", "(A", "A)", "C", "A & & B", "!"})
        EXPECT_FALSE(truth_table(text, {"A", "B"}).has_value()) << text;
    EXPECT_FALSE(truth_table(std::string(100000, '('), {"A"}).has_value());
}

}  // namespace
}  // namespace kvolt
