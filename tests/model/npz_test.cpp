// SPDX-License-Identifier: Apache-2.0
// NPZ files: what is read, what is refused, and that no damaged file does worse than an InputError.

#include <gtest/gtest.h>
#include <zip.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <random>

#include "gen/support/diagnostics.hpp"
#include "gen/support/npy_header.hpp"
#include "sim/model/npz_read.hpp"
#include "sim/model/npz_write.hpp"
#include "tests/model/scratch.hpp"

namespace kvolt {
namespace {

using test::contents;
using test::Scratch;
using test::spit;

/// A member as it stands in the archive: any bytes, stored or deflated.
struct RawMember {
    std::string name, bytes;
    bool deflate = false;
};

void zip_up(const std::string& path, const std::vector<RawMember>& members) {
    int code = 0;
    zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    ASSERT_NE(archive, nullptr);
    for (const auto& member : members) {
        zip_source_t* source = zip_source_buffer(archive, member.bytes.data(), member.bytes.size(), 0);
        const auto index = static_cast<zip_uint64_t>(zip_file_add(archive, member.name.c_str(), source, 0));
        ASSERT_EQ(zip_set_file_compression(archive, index, member.deflate ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0), 0);
    }
    ASSERT_EQ(zip_close(archive), 0);
}

/// An NPY member from its dictionary text, version 1, 2 or 3.
std::string npy(const std::string& dictionary, const std::string& data, int version = 1) {
    std::string out = "\x93NUMPY";
    out += static_cast<char>(version);
    out += '\0';
    for (int i = 0; i < (version == 1 ? 2 : 4); ++i) out += static_cast<char>(dictionary.size() >> (8 * i) & 0xFF);
    return out + dictionary + data;
}

std::string dictionary(const std::string& descr, const std::string& shape, const std::string& fortran = "False") {
    return "{'descr': '" + descr + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }\n";
}

template <class T>
std::string bytes_of(const std::vector<T>& values, bool big_endian = false) {
    std::string out;
    for (const T& value : values) {
        std::string item(sizeof(T), '\0');
        std::memcpy(item.data(), &value, sizeof(T));
        if (big_endian) item.assign(item.rbegin(), item.rend());
        out += item;
    }
    return out;
}

class Npz : public ::testing::Test {
protected:
    Scratch scratch;
    std::string path = scratch.file("x.npz");

    NpyArray read_one(const std::string& member) {
        zip_up(path, {{"Q.npy", member}});
        return read_npz(path).at("Q");
    }
    /// The message with which a file of one member Q is refused.
    std::string refusal(const std::string& member, bool deflate = false) {
        zip_up(path, {{"Q.npy", member, deflate}});
        return refusal_of_file();
    }
    std::string refusal_of_file() {
        try {
            read_npz(path);
        } catch (const InputError& error) {
            EXPECT_EQ(error.diagnostics().size(), 1U);
            const std::string text = error.what();
            EXPECT_EQ(text.rfind(path + ": ", 0), 0U) << text;
            EXPECT_EQ(text.find('\n'), std::string::npos) << text;
            return text.substr(path.size() + 2);
        }
        return "accepted";
    }
};

TEST_F(Npz, WhatIsWrittenIsReadBackAndTheFileIsTheSameEveryTime) {
    const std::vector<NpyOutput> arrays{
        {"output", {2, 1, 3}, NpyType::f8, {0.5, -1e300, 3e-310, 0.0, -0.0, 1.0 / 3.0}, {}},
        {"codes", {6}, NpyType::i4, {}, {0, -1, 2147483647, -2147483648LL, 5, 6}},
        {"cycles", {1, 2}, NpyType::i8, {}, {std::numeric_limits<std::int64_t>::min(), 77}},
        {"scalar", {}, NpyType::f8, {4.25}, {}},
        {"none", {0, 3}, NpyType::f8, {}, {}},
    };
    write_npz(path, arrays);
    const auto back = read_npz(path);
    ASSERT_EQ(back.size(), arrays.size());
    for (const auto& array : arrays) {
        const NpyArray& read = back.at(array.name);
        EXPECT_EQ(read.shape, array.shape);
        EXPECT_EQ(read.is_integer, array.type != NpyType::f8);
        EXPECT_EQ(read.real, array.real);
        EXPECT_EQ(read.integer, array.integer);
    }
    const std::string first = contents(path);
    write_npz(path, arrays);
    EXPECT_EQ(contents(path), first);
    EXPECT_EQ(scratch.files(), 1);  // no temporary file left
}

TEST_F(Npz, MembersHaveTheHeaderThatNumpyWrites) {
    const std::string header = npy_header_text("<f8", {4, 64, 64});
    EXPECT_EQ(header.size() % 64, 0U);
    EXPECT_EQ(header.substr(0, 10), std::string("\x93NUMPY\x01\x00\x76\x00", 10));
    const std::string text = "{'descr': '<f8', 'fortran_order': False, 'shape': (4, 64, 64), }";
    EXPECT_EQ(header.substr(10), text + std::string(header.size() - 11 - text.size(), ' ') + "\n");
    EXPECT_NE(npy_header_text("<i4", {7}).find("'shape': (7,), }"), std::string::npos);
    EXPECT_NE(npy_header_text("<i4", {}).find("'shape': (), }"), std::string::npos);
}

TEST_F(Npz, ReadsEveryFloatType) {
    const std::vector<double> expected{1.5, -2.0, 0.0, 0.25};
    EXPECT_EQ(read_one(npy(dictionary("<f4", "(4,)"), bytes_of<float>({1.5F, -2.0F, 0.0F, 0.25F}))).real, expected);
    EXPECT_EQ(read_one(npy(dictionary(">f4", "(4,)"), bytes_of<float>({1.5F, -2.0F, 0.0F, 0.25F}, true))).real,
              expected);
    EXPECT_EQ(read_one(npy(dictionary("<f8", "(2, 2)"), bytes_of<double>(expected))).real, expected);
    EXPECT_EQ(read_one(npy(dictionary(">f8", "(4,1)"), bytes_of<double>(expected, true))).real, expected);
    EXPECT_EQ(read_one(npy(dictionary("<f2", "(4,)"), bytes_of<std::uint16_t>({0x3E00, 0xC000, 0x0000, 0x3400}))).real,
              expected);
}

TEST_F(Npz, ReadsEveryHalfFloat) {
    std::vector<std::uint16_t> all(65536);
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint16_t>(i);
    const NpyArray read = read_one(npy(dictionary("<f2", "(65536,)"), bytes_of(all)));
    for (std::size_t i = 0; i < all.size(); ++i) {
        const int exponent = static_cast<int>(i >> 10 & 31), fraction = static_cast<int>(i & 1023);
        const double sign = i >= 32768 ? -1.0 : 1.0;
        if (exponent == 31 && fraction != 0) {
            ASSERT_TRUE(std::isnan(read.real[i]));
        } else if (exponent == 31) {
            ASSERT_EQ(read.real[i], sign * std::numeric_limits<double>::infinity());
        } else {
            const double size = exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
            ASSERT_EQ(read.real[i], sign * size) << i;
        }
    }
}

TEST_F(Npz, ReadsEveryIntegerTypeAndBool) {
    const auto integers = [&](const std::string& descr, const std::string& data) {
        const NpyArray read = read_one(npy(dictionary(descr, "(2,)"), data));
        EXPECT_TRUE(read.is_integer);
        return read.integer;
    };
    using Integers = std::vector<std::int64_t>;
    EXPECT_EQ(integers("|i1", bytes_of<std::int8_t>({-128, 127})), (Integers{-128, 127}));
    EXPECT_EQ(integers("|u1", bytes_of<std::uint8_t>({0, 255})), (Integers{0, 255}));
    EXPECT_EQ(integers("<i2", bytes_of<std::int16_t>({-32768, 300})), (Integers{-32768, 300}));
    EXPECT_EQ(integers(">u2", bytes_of<std::uint16_t>({65535, 1}, true)), (Integers{65535, 1}));
    EXPECT_EQ(integers(">i4", bytes_of<std::int32_t>({-5, 7}, true)), (Integers{-5, 7}));
    EXPECT_EQ(integers("<u4", bytes_of<std::uint32_t>({4294967295U, 7})), (Integers{4294967295, 7}));
    EXPECT_EQ(integers("<i8", bytes_of<std::int64_t>({-(std::int64_t{1} << 62), 7})),
              (Integers{-(std::int64_t{1} << 62), 7}));
    EXPECT_EQ(integers("<u8", bytes_of<std::uint64_t>({9223372036854775807U, 0})), (Integers{9223372036854775807, 0}));
    EXPECT_EQ(integers("|b1", std::string("\x01\x00", 2)), (Integers{1, 0}));
    EXPECT_EQ(refusal(npy(dictionary("<u8", "(1,)"), bytes_of<std::uint64_t>({9223372036854775808U}))),
              "Q: value 9223372036854775808 does not fit a signed 64-bit integer");
}

TEST_F(Npz, ReadsFortranOrderAsCOrder) {
    // A(i,j,k) = 100 i + 10 j + k of shape (2,3,4), first index fastest in the file.
    std::vector<std::int32_t> data;
    std::vector<std::int64_t> expected;
    for (int k = 0; k < 4; ++k)
        for (int j = 0; j < 3; ++j)
            for (int i = 0; i < 2; ++i) data.push_back(100 * i + 10 * j + k);
    for (int i = 0; i < 2; ++i)
        for (int j = 0; j < 3; ++j)
            for (int k = 0; k < 4; ++k) expected.push_back(100 * i + 10 * j + k);
    EXPECT_EQ(read_one(npy(dictionary("<i4", "(2, 3, 4)", "True"), bytes_of(data))).integer, expected);
    EXPECT_EQ(read_one(npy(dictionary("<i4", "(24,)", "True"), bytes_of(data))).integer.size(), 24U);
}

TEST_F(Npz, ReadsHeaderVersionsTwoAndThreeAndAnyKeyOrder) {
    const std::string data = bytes_of<double>({1, 2});
    EXPECT_EQ(read_one(npy(dictionary("<f8", "(2,)"), data, 2)).real, (std::vector<double>{1, 2}));
    EXPECT_EQ(read_one(npy(dictionary("<f8", "(2L,)"), data, 3)).real, (std::vector<double>{1, 2}));
    EXPECT_EQ(read_one(npy("{\"shape\":(2,),\"descr\":\"<f8\",\"fortran_order\":False}   \n", data, 3)).real,
              (std::vector<double>{1, 2}));
    EXPECT_EQ(read_one(npy(dictionary("<f8", "(2,)") + std::string(5000, ' '), data, 2)).real,
              (std::vector<double>{1, 2}));
    EXPECT_EQ(refusal(npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), '\xC3\xA4': 1}", data, 3)),
              "Q: malformed header: unknown key '\xC3\xA4'");
}

TEST_F(Npz, RefusesWrongMagicAndVersions) {
    EXPECT_EQ(refusal("NUMPY, but not quite"), "Q: not an NPY array (wrong magic)");
    EXPECT_EQ(refusal(npy(dictionary("<f8", "(1,)"), bytes_of<double>({1}), 4)),
              "Q: NPY version 4.0 is not supported, 1.0 to 3.0 are");
    EXPECT_EQ(refusal("\x93NUM"), "Q: truncated");
    EXPECT_EQ(refusal(""), "Q: truncated");
}

TEST_F(Npz, RefusesTypesItCannotRead) {
    for (const auto* descr :
         {"|O", "<c8", "|S3", "<U4", "<M8[us]", "|V4", "<f16", "<f1", "<i3", "<b2", "f4", "", "<f", "<f\n"})
        EXPECT_EQ(refusal(npy(dictionary(descr, "(0,)"), "")).rfind("Q: data type '", 0), 0U) << descr;
    EXPECT_EQ(refusal(npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "1234")),
              "Q: structured data types are not supported");
}

TEST_F(Npz, RefusesShapesThatLie) {
    const std::string one = bytes_of<double>({1});
    EXPECT_EQ(refusal(npy(dictionary("<f8", "(2,)"), one)).rfind("Q: its shape needs ", 0), 0U);
    EXPECT_EQ(refusal(npy(dictionary("<f8", "()"), one + one)).rfind("Q: its shape needs ", 0), 0U);
    EXPECT_EQ(refusal(npy(dictionary("<f8", "(-1,)"), one)), "Q: shape with a negative dimension");
    EXPECT_EQ(refusal(npy(dictionary("<f8", "(4294967296, 4294967296)"), one))
                  .rfind("Q: shape (4294967296, 4294967296) has too many", 0),
              0U);
    EXPECT_EQ(refusal(npy(dictionary("<f8", "(268435457,)"), one)).rfind("Q: shape (268435457) has too many", 0), 0U);
    EXPECT_EQ(refusal(npy(dictionary("<f8", "(268435456,)"), one)).rfind("Q: its shape needs 21474", 0), 0U);
    EXPECT_EQ(refusal(npy(dictionary("<f8", "(99999999999999999999999,)"), one)), "Q: shape too large");
    EXPECT_EQ(refusal(npy(dictionary("<f8", "(1e3,)"), one)), "Q: malformed header: shape is not a tuple of integers");
    EXPECT_EQ(refusal(npy(dictionary("<f8", "(1"), one)), "Q: malformed header: shape is not a tuple of integers");
    EXPECT_EQ(refusal(npy(dictionary("<f8", "3"), one)), "Q: malformed header: '(' expected before the shape");
    std::string deep = "(";
    for (int i = 0; i < 33; ++i) deep += "1,";
    EXPECT_EQ(refusal(npy(dictionary("<f8", deep + ")"), one)), "Q: shape with too many dimensions");
    // A zero dimension makes an empty array however large the others are.
    EXPECT_EQ(read_one(npy(dictionary("<f8", "(0, 4294967296, 4294967296)"), "")).real.size(), 0U);
}

TEST_F(Npz, RefusesMalformedDictionaries) {
    const std::string one = bytes_of<double>({1});
    for (const auto* text : {"", "{", "{}", "{'descr'}", "{'descr': '<f8'}", "nonsense",
                             "{'descr': '<f8', 'fortran_order': Maybe, 'shape': (1,)}",
                             "{'descr': '<f8', 'fortran_order': False, 'shape': (1,)} trailing", "{'descr': '<f8",
                             "{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (1,)}",
                             "{'descr': '<f8' 'fortran_order': False, 'shape': (1,)}",
                             "{'descr': 8, 'fortran_order': False, 'shape': (1,)}"})
        EXPECT_EQ(refusal(npy(text, one)).rfind("Q: malformed header: ", 0), 0U) << text;
    std::string zero = dictionary("<f8", "(1,)");
    zero[10] = '\0';
    EXPECT_NE(refusal(npy(zero, one)), "accepted");
    std::string huge = npy(dictionary("<f8", "(1,)"), one, 2);
    huge[11] = '\x7F';  // header length 2 GiB
    EXPECT_EQ(refusal(huge).rfind("Q: header of 2130", 0), 0U);
}

TEST_F(Npz, RefusesBombsBeforeTakingMemory) {
    // One array too many for a file: refused by its header, whatever the directory says.
    zip_up(path, {{"a.npy", npy(dictionary("<f8", "(1,)"), bytes_of<double>({1}))},
                  {"b.npy", npy(dictionary("|u1", "(268435456,)"), "")}});
    EXPECT_EQ(refusal_of_file(), "b: more than 268435456 elements in the file");
    // More data behind the array than its shape says.
    EXPECT_EQ(refusal(npy(dictionary("<f8", "(1,)"), std::string(1 << 24, '\0')), true).rfind("Q: its shape needs ", 0),
              0U);
}

TEST_F(Npz, LeavesMembersAloneThatNobodyAskedFor) {
    zip_up(path, {{"labels.npy", npy(dictionary("<U2", "(2,)"), std::string(16, '\0'))},
                  {"Q.npy", npy(dictionary("<f8", "(1,)"), bytes_of<double>({1}))},
                  {"broken.npy", "no array at all"}});
    EXPECT_EQ(refusal_of_file().rfind("labels: data type '<U2' is not supported", 0), 0U);
    const auto arrays = read_npz(path, {"Q", "K"});
    ASSERT_EQ(arrays.size(), 1U);
    EXPECT_EQ(arrays.at("Q").real, std::vector<double>{1});
    EXPECT_EQ(npz_names(path), (std::vector<std::string>{"labels", "Q", "broken"}));
}

TEST_F(Npz, RefusesWaysOfCompressingThatNumpyDoesNotUse) {
    const auto member = npy(dictionary("<f8", "(1,)"), bytes_of<double>({1}));
    int tried = 0;
    for (const zip_int32_t method : {ZIP_CM_BZIP2, ZIP_CM_LZMA, ZIP_CM_XZ}) {
        if (zip_compression_method_supported(method, 1) == 0) continue;
        ++tried;
        int code = 0;
        zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
        ASSERT_NE(archive, nullptr);
        const auto index = static_cast<zip_uint64_t>(
            zip_file_add(archive, "Q.npy", zip_source_buffer(archive, member.data(), member.size(), 0), 0));
        ASSERT_EQ(zip_set_file_compression(archive, index, method, 0), 0);
        ASSERT_EQ(zip_close(archive), 0);
        EXPECT_EQ(refusal_of_file(), "Q: is neither stored nor deflated, as NumPy writes it") << method;
    }
    EXPECT_GT(tried, 0);
}

TEST_F(Npz, RefusesADirectoryThatLiesAboutSizes) {
    zip_up(path, {{"Q.npy", npy(dictionary("<f8", "(134217728,)"), bytes_of<double>({1, 2})), true}});
    std::string file = contents(path);
    // Central directory entry: compressed size at 20, uncompressed at 24.
    const auto central = file.find("PK\x01\x02");
    const std::size_t header = npy(dictionary("<f8", "(134217728,)"), "").size();
    const auto claim = static_cast<std::uint32_t>(header + 134217728U * 8U);
    std::memcpy(&file[central + 24], &claim, 4);
    spit(path, file);
    EXPECT_NE(refusal_of_file(), "accepted");
}

TEST_F(Npz, RefusesFilesThatAreNoArchives) {
    EXPECT_EQ(refusal_of_file(), "cannot be read: No such file or directory");
    spit(path, "");
    EXPECT_EQ(refusal_of_file(), "is empty, not an NPZ file");
    spit(path, "Q,K,V\n1,2,3\n");
    EXPECT_EQ(refusal_of_file(), "is not an NPZ file (Not a zip archive)");
    spit(path, npy(dictionary("<f8", "(1,)"), bytes_of<double>({1})));
    EXPECT_EQ(refusal_of_file(), "is not an NPZ file (Not a zip archive)");
    std::filesystem::remove(path);
    std::filesystem::create_directory(path);
    EXPECT_EQ(refusal_of_file(), "is a directory, not an NPZ file");
    std::filesystem::remove(path);
    zip_up(path, {{"readme.txt", "no array"}, {".npy", "nameless"}});
    EXPECT_EQ(refusal_of_file(), "holds no array");
}

TEST_F(Npz, RefusesEveryTruncation) {
    write_npz(path, {{"Q", {40}, NpyType::f8, std::vector<double>(40, 0.3), {}},
                     {"K", {5}, NpyType::i4, {}, {1, 2, 3, 4, 5}}});
    const std::string whole = contents(path);
    for (std::size_t length = 0; length < whole.size(); ++length) {
        spit(path, whole.substr(0, length));
        ASSERT_NE(refusal_of_file(), "accepted") << length << " of " << whole.size() << " bytes";
    }
}

TEST_F(Npz, NoMutationOfAValidFileDoesWorseThanAnInputError) {
    std::vector<double> values(200);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = std::sin(static_cast<double>(i));
    write_npz(path, {{"Q", {10, 20}, NpyType::f8, values, {}}, {"V", {7}, NpyType::i4, {}, {1, 2, 3, 4, 5, 6, 7}}});
    const std::string deflated = contents(path);
    zip_up(path, {{"Q.npy", npy(dictionary("<f4", "(2, 3)"), bytes_of<float>({1, 2, 3, 4, 5, 6}))},
                  {"K.npy", npy(dictionary(">i2", "(1,)"), "ab")}});
    const std::string stored = contents(path);
    std::mt19937_64 random(1);
    int refused = 0;
    for (int i = 0; i < 3000; ++i) {
        std::string file = i % 2 == 0 ? deflated : stored;
        const int flips = 1 + static_cast<int>(random() % 4);
        for (int f = 0; f < flips; ++f) file[random() % file.size()] = static_cast<char>(random());
        if (random() % 8 == 0) file.erase(random() % file.size(), 1 + random() % 16);
        spit(path, file);
        try {
            for (const auto& [name, array] : read_npz(path))
                ASSERT_EQ(array.size(), array.real.size() + array.integer.size()) << name;
        } catch (const InputError&) {
            ++refused;
        }
    }
    EXPECT_GT(refused, 2000);
}

TEST_F(Npz, RefusesToWriteWhereItCannotAndLeavesNothing) {
    const std::vector<NpyOutput> arrays{{"a", {1}, NpyType::f8, {1}, {}}};
    EXPECT_THROW(write_npz(scratch.file("no/such/folder/x.npz"), arrays), InputError);
    std::filesystem::create_directory(path);
    EXPECT_THROW(write_npz(path, arrays), InputError);
    EXPECT_EQ(scratch.files(), 1);  // the directory alone
}

}  // namespace
}  // namespace kvolt
