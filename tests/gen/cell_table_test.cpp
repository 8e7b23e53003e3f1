// SPDX-License-Identifier: Apache-2.0
// Measured cells: files as people write them, files as attackers do, and the design that keeps the content.
#include "gen/config/cell_table.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "gen/config/load_config.hpp"
#include "gen/design/design.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/emit/emit.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/npy_header.hpp"

namespace kvolt {
namespace {

namespace fs = std::filesystem;

class CellTable : public ::testing::Test {
protected:
    CellTable() : folder_(fs::temp_directory_path() / ("kvolt-cell-table-" + std::to_string(getpid()))) {
        fs::create_directories(folder_);
    }
    ~CellTable() override { fs::remove_all(folder_); }

    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream((folder_ / name).string(), std::ios::binary) << text;
        return (folder_ / name).string();
    }
    [[nodiscard]] std::string folder() const { return folder_.string(); }

    /// The one line with which the file is refused.
    static std::string refusal(const std::string& path) {
        try {
            read_cell_table(path);
        } catch (const InputError& error) {
            EXPECT_EQ(error.diagnostics().size(), 1U);
            return error.diagnostics()[0].text();
        }
        return "accepted";
    }
    void expect_refusal(const std::string& name, const std::string& text, const std::string& words) const {
        EXPECT_NE(refusal(write(name, text)).find(words), std::string::npos) << refusal(write(name, text));
    }

private:
    fs::path folder_;
};

template <class T>
std::string npy(const std::string& descr, const std::vector<std::size_t>& shape, const std::vector<T>& values) {
    std::string text = npy_header_text(descr, shape);
    text.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
    return text;
}

void expect_points(const std::vector<CellPoint>& points, const std::vector<std::pair<double, double>>& expected) {
    ASSERT_EQ(points.size(), expected.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        EXPECT_EQ(points[i].volt, expected[i].first);
        EXPECT_EQ(points[i].ua, expected[i].second);
    }
}

TEST_F(CellTable, ReadsTextAsPeopleWriteIt) {
    const auto points = read_cell_table(write(
        "cell.csv", "# measured at 25 C\r\nV_store [V], I [uA]\r\n\r\n0.0 , -1.5e1\r\n 0.45,0.5214\r\n0.9, 12\r\n"));
    expect_points(points, {{0.0, -15.0}, {0.45, 0.5214}, {0.9, 12.0}});
    expect_points(read_cell_table(write("again.csv", cell_table_text(points))),
                  {{0.0, -15.0}, {0.45, 0.5214}, {0.9, 12.0}});
}

TEST_F(CellTable, ReadsArraysOfAnyTypeAndOrder) {
    const std::vector<std::pair<double, double>> expected{{0, -3}, {1, 5}, {2, 6}};
    expect_points(read_cell_table(write("a.npy", npy<double>("<f8", {3, 2}, {0, -3, 1, 5, 2, 6}))), expected);
    expect_points(read_cell_table(write("b.npy", npy<float>("<f4", {3, 2}, {0, -3, 1, 5, 2, 6}))), expected);
    expect_points(read_cell_table(write("c.npy", npy<std::int8_t>("<i1", {3, 2}, {0, -3, 1, 5, 2, 6}))), expected);
    auto fortran = npy<std::int32_t>("<i4", {3, 2}, {0, 1, 2, -3, 5, 6});
    const auto at = fortran.find("False");
    fortran.replace(at, 5, "True ");
    expect_points(read_cell_table(write("d.npy", fortran)), expected);
    const std::string big("\x00\x00\x00\x07\x00\x01\x00\x09", 8);
    expect_points(read_cell_table(write("e.npy", npy_header_text(">u2", {2, 2}) + big)), {{0, 7}, {1, 9}});
}

TEST_F(CellTable, RefusesInOneLine) {
    expect_refusal("a.csv", "0,1\n0.3,2\n0.3,3\n", "a.csv:3: analog.table: 0.3 V does not lie above 0.3 V before it");
    expect_refusal("a.csv", "0,1\nvolt,uA\n1,2\n", ":2: analog.table: is not two numbers");
    expect_refusal("a.csv", "0,1\n1,2,3\n", ":2: ");
    expect_refusal("a.csv", "0,nan\n1,2\n", ":1: ");
    expect_refusal("a.csv", "0,1\n1,2e9\n", ":2: analog.table: 1 V, 2000000000 uA is out of range");
    expect_refusal("a.csv", "0,1\n", "has 1 rows");
    expect_refusal("a.csv", "", "has 0 rows");
    expect_refusal("a.csv", std::string(70000, '\n'), "has 70000 bytes");
    std::string many;
    for (int i = 0; i < 513; ++i) many += std::to_string(i) + ",1\n";
    expect_refusal("a.csv", many, ":513: analog.table: more than 512 rows");
    expect_refusal("a.txt", "0,1\n1,2\n", "neither a .csv nor a .npy");
    EXPECT_NE(refusal(folder() + "/absent.csv").find("cannot be read"), std::string::npos);
    fs::create_directories(folder() + "/folder.csv");
    EXPECT_NE(refusal(folder() + "/folder.csv").find("is no regular file"), std::string::npos);
    fs::create_symlink("/dev/zero", folder() + "/zero.npy");
    EXPECT_NE(refusal(folder() + "/zero.npy").find("is no regular file"), std::string::npos);
}

TEST_F(CellTable, RefusesArraysThatLie) {
    expect_refusal("a.npy", "\x93NUMPY", "too short");
    expect_refusal("a.npy", npy<double>("<f8", {3}, {1, 2, 3}), "shape (n, 2)");
    expect_refusal("a.npy", npy<double>("<f8", {100000000, 2}, {1, 2, 3}), "more than 512 rows");
    expect_refusal("a.npy", npy<double>("<f8", {3, 2}, {1, 2, 3}), "its size is not what its header says");
    expect_refusal("a.npy", npy<double>("<f8", {1, 2}, {1, 2, 3}), "its size is not what its header says");
    expect_refusal("a.npy", npy<double>("<f8", {2, 2}, {0, 1, std::nan(""), 2}), ":2: ");
    expect_refusal("a.npy", npy<std::uint16_t>("<f2", {2, 2}, {0, 1, 2, 3}), "half precision");
    expect_refusal("a.npy", npy<double>("<f8", {0, 2}, {}), "has 0 rows");
    auto text = npy<double>("<f8", {2, 2}, {0, 1, 2, 3});
    text[8] = '\xff';
    expect_refusal("a.npy", text, "header longer than the file");
}

TEST_F(CellTable, IsPartOfTheDesign) {
    const auto csv = write("cell.csv", "0,-20\n0.45,0\n0.9,25\n");
    const auto toml = write("engine.toml", "name = \"t\"\n[analog]\ncell = \"table\"\ntable = \"cell.csv\"\n");
    const auto design = elaborate(load_config(toml));  // relative to the TOML, whatever the working directory
    EXPECT_EQ(design.config.analog.points.size(), 3U);
    // The same content from elsewhere is the same design, another content is not.
    const auto copy = write("copy.csv", "0.0,-20.0\n0.45,0\n0.9,25\n");
    EXPECT_EQ(elaborate(load_config(toml, {"analog.table=" + copy})).hash, design.hash);
    write("cell.csv", "0,-20\n0.45,0\n0.9,26\n");
    EXPECT_NE(elaborate(load_config(toml)).hash, design.hash);
    // What was emitted stands for itself.
    write("cell.csv", "0,-20\n0.45,0\n0.9,25\n");
    const auto files = emit_all(design);
    for (const auto& file : files) {
        if (file.path == kCellTableFile) write(kCellTableFile, file.text);
        if (file.path == "config.toml") write("config.toml", file.text);
    }
    const auto again = emit_all(elaborate(load_config(folder() + "/config.toml")));
    ASSERT_EQ(again.size(), files.size());
    for (std::size_t i = 0; i < files.size(); ++i) EXPECT_EQ(again[i].text, files[i].text) << files[i].path;
}

TEST_F(CellTable, RefusesTheKeyWithoutAFile) {
    const auto words = [](const std::vector<std::string>& overrides) {
        try {
            elaborate(load_config("tiny", overrides));
        } catch (const InputError& error) {
            return error.diagnostics()[0].text();
        }
        return std::string("accepted");
    };
    EXPECT_NE(words({"analog.cell=table"}).find("analog.table: no file is given"), std::string::npos);
    EXPECT_NE(
        words({"analog.cell=table", "analog.table=no/such.csv"}).find("no/such.csv: analog.table: cannot be read"),
        std::string::npos)
        << words({"analog.cell=table", "analog.table=no/such.csv"});
    EXPECT_EQ(words({"analog.table=no/such.csv"}), "accepted");  // not asked for
}

TEST_F(CellTable, RefusesOtherUnitsAndCurvesThatEndBeforeALevelDoes) {
    const auto words = [&](const std::string& text, const std::string& v_max = "0.9") {
        const auto table = write("units.csv", text);
        try {
            elaborate(load_config("tiny", {"analog.cell=table", "analog.table=" + table, "analog.v_max=" + v_max}));
        } catch (const InputError& error) {
            const auto said = error.diagnostics()[0].text();
            return said.substr(said.find("analog.table: ") + 14);
        }
        return std::string("accepted");
    };
    EXPECT_EQ(words("0,-20\n900,25\n"),
              "voltages run to 900, but stored voltages end at analog.v_max = 0.9 V, values in volt; these look like "
              "millivolt, 0.9 V divided by 1000");
    EXPECT_EQ(words("0,-2e-5\n0.9,2.5e-5\n"),
              "no current is larger than 2.5e-05 uA, values in microampere; these look like ampere, 25 uA times 1e6");
    EXPECT_EQ(words("0.05,-20\n0.9,25\n"),
              "the curve covers 0.05..0.9 V, but levels are stored at 0..0.9 V, rows for all of it");
    EXPECT_EQ(words("0,-20\n0.8,25\n"),
              "the curve covers 0..0.8 V, but levels are stored at 0..0.9 V, rows for all of it, or analog.v_max up to "
              "0.8");
    EXPECT_EQ(words("0,-20\n0.8,25\n", "0.8"), "accepted");
    EXPECT_EQ(words("-0.2,-20\n0,-20\n1.2,25\n"), "accepted");
}

}  // namespace
}  // namespace kvolt
